// The count of answers that are made and not sent, and batches that wait for room in it.
import { setImmediate } from 'node:timers/promises'
import test from 'ava'
import { AnswersUnderWay, type Room, SMALL_BYTES } from '../../src/serve/http/under-way.ts'
import { Batch } from '../../src/serve/routes/batch.ts'

const MIB = 2 ** 20

test('the last quarter is for small answers alone', (t) => {
  const underWay = new AnswersUnderWay({ maxAnswerBytes: 10 * MIB, maxPendingBytes: 40 * MIB })
  t.is(underWay.allowance, 10 * MIB)
  const room = underWay.take(25 * MIB)
  t.deepEqual([underWay.allowance, underWay.allowanceOfBatch], [5 * MIB, 5 * MIB])
  const more = underWay.take(5 * MIB)
  t.deepEqual([underWay.allowance, underWay.allowanceOfBatch], [SMALL_BYTES, 0])
  t.deepEqual([underWay.hasRoomFor(SMALL_BYTES), underWay.hasRoomFor(SMALL_BYTES + 1)], [true, false])
  underWay.take(10 * MIB)
  t.deepEqual([underWay.allowance, underWay.hasRoomFor(1)], [0, false])
  room.release()
  room.release()
  more.shrinkTo(MIB)
  t.is(underWay.bytes, 11 * MIB)
})

test('batches that wait have their turns in order, and one that ends lets the next go on', async (t) => {
  const underWay = new AnswersUnderWay({ maxAnswerBytes: 30, maxPendingBytes: 40 })
  const taken = underWay.take(30)
  const order: string[] = []
  let endFirst = () => {}
  const wait = (name: string, bytes: number, onWait = (_: () => void) => {}): Promise<Room | undefined> =>
    underWay.whenFree(bytes, onWait).then((room) => {
      order.push(`${name} ${room !== undefined}`)
      return room
    })
  const first = wait('first', 30, (end) => {
    endFirst = end
  })
  const second = wait('second', 10)
  const third = wait('third', 10)
  taken.shrinkTo(10)
  await setImmediate()
  // There is room for the second and the third, which are after the first.
  t.deepEqual(order, [])
  t.is(underWay.allowanceOfBatch, 0)
  endFirst()
  t.is(await first, undefined)
  await Promise.all([second, third])
  t.deepEqual(order, ['first false', 'second true', 'third true'])
  t.is(underWay.bytes, 30)
})

/** An answer of `bytes` bytes, if it may have so many. */
const answerOf = (bytes: number) => (_: number, maxBytes: number) =>
  bytes <= maxBytes ? Buffer.alloc(bytes, 'x') : undefined

test('a batch takes room for the piece that is being sent alone, and has none while it waits', async (t) => {
  const underWay = new AnswersUnderWay({ maxAnswerBytes: 3 * MIB, maxPendingBytes: 4 * MIB })
  const batch = await Batch.begin(3, answerOf(2 * MIB), underWay)
  if (!(batch instanceof Batch)) return t.fail('it was one piece')
  t.is(underWay.bytes, 2 * MIB)
  t.is((await batch.next())?.length, 2)
  t.is(underWay.bytes, 2 * MIB)
  const other = underWay.take(2 * MIB)
  const next = batch.next()
  await setImmediate()
  t.is(underWay.bytes, 2 * MIB)
  other.release()
  t.is((await next)?.length, 2)
  t.is(underWay.bytes, 2 * MIB)
  t.is((await batch.next())?.at(-1)?.toString(), ']}')
  t.is(await batch.next(), undefined)
  t.is(underWay.bytes, 0)
})

test('a batch whose client leaves ends, and gives everything back, also while it waits', async (t) => {
  const underWay = new AnswersUnderWay({ maxAnswerBytes: 3 * MIB, maxPendingBytes: 4 * MIB })
  const batch = await Batch.begin(3, answerOf(2 * MIB), underWay)
  if (!(batch instanceof Batch)) return t.fail('it was one piece')
  await batch.next()
  underWay.take(2 * MIB)
  const next = batch.next()
  await setImmediate()
  batch.end()
  t.is(await next, undefined)
  t.is(await batch.next(), undefined)
  t.is(underWay.bytes, 2 * MIB)
  t.is(underWay.allowanceOfBatch, MIB)
})

test('a batch without room for its first answer has not begun', async (t) => {
  const underWay = new AnswersUnderWay({ maxAnswerBytes: 3 * MIB, maxPendingBytes: 4 * MIB })
  underWay.take(2 * MIB)
  await t.throwsAsync(Batch.begin(3, answerOf(2 * MIB), underWay), { code: 'ERR_TOO_MANY_ANSWERS' })
  t.is(underWay.bytes, 2 * MIB)
})
