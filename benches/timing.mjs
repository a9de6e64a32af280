/** How times are taken and shown by the benches in JavaScript. */

/** Returns the least of `sorted` that `percent` of all do not exceed. */
export function percentile(sorted, percent) {
  return sorted[Math.max(1, Math.ceil((sorted.length * percent) / 100)) - 1]
}

/** Returns the median. */
export function median(numbers) {
  return percentile(Float64Array.from(numbers).sort(), 50)
}

/**
 * Times `answer` for each query, as the native benches do: whole rounds over all queries until `budgetMs` is used
 * up, but at least three; of each query the median of the rounds counts. A round before warms up. Returns the p50,
 * p99 and mean over the queries in microseconds.
 */
export function perQuery(queries, answer, budgetMs = 2000) {
  for (const query of queries) answer(query)
  const times = queries.map(() => [])
  const end = performance.now() + budgetMs
  while (times[0].length < 3 || performance.now() < end) {
    for (let i = 0; i < queries.length; i++) {
      const called = process.hrtime.bigint()
      answer(queries[i])
      times[i].push(Number(process.hrtime.bigint() - called) / 1000)
    }
  }
  const sorted = Float64Array.from(times, median).sort()
  return {
    p50: percentile(sorted, 50),
    p99: percentile(sorted, 99),
    mean: sorted.reduce((sum, time) => sum + time, 0) / sorted.length,
  }
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
