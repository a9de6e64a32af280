/** How times are taken and shown by the benches in JavaScript. */

/** Returns the least of `sorted` that `percent` of all do not exceed. */
export function percentile(sorted, percent) {
  return sorted[Math.max(1, Math.ceil((sorted.length * percent) / 100)) - 1]
}

/** Returns the median. */
export function median(numbers) {
  return percentile(Float64Array.from(numbers).sort(), 50)
}

/** Sums up one time per query: p50, p99 and mean. */
export function summarize(times) {
  const sorted = Float64Array.from(times).sort()
  return {
    p50: percentile(sorted, 50),
    p99: percentile(sorted, 99),
    mean: sorted.reduce((sum, time) => sum + time, 0) / sorted.length,
  }
}

/**
 * Times every contender on every query, as the native benches do: they take turns of some 20 ms, so that what slows one
 * slows all, until `budgetMs` is used up, but each for at least three rounds over all queries;
 * of each query the median of the rounds counts. Returns, by name, the p50, p99 and mean over the queries in microseconds.
 */
export function takeTurns(queries, contenders, budgetMs = 8000) {
  const all = Object.entries(contenders).map(([name, answer]) => ({ name, answer, times: queries.map(() => []) }))
  const end = performance.now() + budgetMs
  for (let turns = 0; turns < 4 || performance.now() < end; turns++) {
    for (const { answer, times } of all) {
      const turnEnd = performance.now() + 20
      do {
        for (let i = 0; i < queries.length; i++) {
          const called = process.hrtime.bigint()
          answer(queries[i])
          const time = Number(process.hrtime.bigint() - called) / 1000
          if (turns > 0) times[i].push(time) // the first turn warms up
        }
      } while (performance.now() < turnEnd)
    }
  }
  return Object.fromEntries(all.map(({ name, times }) => [name, summarize(times.map(median))]))
}

/** Shows microseconds with a unit that fits. */
export function show(microseconds) {
  return microseconds < 1000 ? `${microseconds.toFixed(2)} µs` : `${(microseconds / 1000).toFixed(2)} ms`
}

/** Shows how many times as long `slow` is as `quick`. */
export function ratio(slow, quick) {
  return `${(slow / quick).toFixed(slow / quick < 100 ? 1 : 0)}×`
}

/** Prints a table in Markdown; all columns but the first are numbers. */
export function table(header, rows) {
  const line = (cells) => console.log(`| ${cells.join(' | ')} |`)
  line(header)
  line(header.map((_, i) => (i === 0 ? '---' : '---:')))
  rows.forEach(line)
}
