// Shows what the stories find out.

/** Prints `rows` under `head` in columns; a cell that is a number, or looks like one, is flush right. */
export function printTable(head, rows) {
  const cells = [head, ...rows].map((row) => row.map(String))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length)))
  const isRight = head.map(
    (_, column) => rows.length > 0 && rows.every((row) => /^-?[\d,.]*( \S{1,3})?$/.test(row[column])),
  )
  for (const row of cells) {
    const padded = row.map((cell, i) => (isRight[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
    console.log(`  ${padded.join('  ').trimEnd()}`)
  }
  console.log()
}

/** Says on a terminal what is going on, in a line that the next one takes the place of. */
export function showProgress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}

/** A whole number with separators, as `100,000`. */
export function whole(number) {
  return Math.round(number).toLocaleString('en-US')
}

/** Bytes as megabytes, as `1.25 MB`. */
export function megabytes(bytes) {
  return bytes === 0 ? '0' : `${(bytes / 1e6).toFixed(2)} MB`
}

/** Milliseconds, to three digits or so: `3.14 ms`. */
export function milliseconds(time) {
  return `${time.toFixed(time < 10 ? 2 : 0)} ms`
}
