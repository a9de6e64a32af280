/**
 * Yields the lines of standard input as they come. A line ends at `\n`, or `\r\n`, and at nothing
 * else; the last one may lack its end. Closes standard input at the end, however that comes, so
 * that nothing waits for it any more.
 */
export async function* inputLines(): AsyncGenerator<string> {
  const input = process.stdin.setEncoding('utf8')
  // The parts of a line that is not whole yet, joined once at its end.
  let parts: string[] = []
  try {
    for await (const chunk of input as AsyncIterable<string>) {
      const pieces = chunk.split('\n')
      const rest = pieces.pop() ?? ''
      for (const piece of pieces) {
        yield withoutReturn(parts.join('') + piece)
        parts = []
      }
      if (rest !== '') parts.push(rest)
    }
    if (parts.length > 0) yield withoutReturn(parts.join(''))
  } finally {
    input.destroy()
  }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}
