import test from 'ava'
import { importScript } from './script.js'

interface Script {
  functions(text: string): { name: string; line: number; parameters: number; lines: number }[]
}

const { functions } = await importScript<Script>('signatures.mjs')

const counts = (text: string) => functions(text).map(({ name, parameters }) => [name, parameters])

test('all parameters count, self and the last without a comma included', (t) => {
  const text = `
    pub(in crate::build) fn none() {}
    fn one(&self) -> u8 { 1 }
    fn two(&'a mut self, by: u8,) {}
    fn five(
        &self,
        a: HashMap<(u8, u8), Vec<u8>>,
        b: [u8; 2],
        c: impl FnMut(u8, u8) -> Result<(), E>,
        d: &dyn Fn(u8) -> u8,
    ) -> Result<(u8, u8)> {}
  `
  t.deepEqual(counts(text), [
    ['none', 0],
    ['one', 1],
    ['two', 2],
    ['five', 5],
  ])
})

test('parameters of types and what stands behind the brackets do not count', (t) => {
  const text = `
    fn generic<'a, E: From<D>, F: Fn(u8, u8) -> Option<E>>(visit: F) -> Map<u8, E> where E: Into<(u8, u8)> {}
    trait Named { fn named(&self, name: u8); }
  `
  t.deepEqual(counts(text), [
    ['generic', 1],
    ['named', 2],
  ])
})

test('comments, strings and characters are no code', (t) => {
  const text = [
    '// fn comment(a: u8, b: u8) {}',
    '/* fn block(a: u8) {} */',
    "fn text(a: u8 /* , b: u8 */, c: char) { \"fn inside(a, b) {\"; r#\"fn \" raw(\"#; '\"'; '\\''; b'{'; }",
    'fn after(&self) {}',
  ].join('\n')
  t.deepEqual(counts(text), [
    ['text', 2],
    ['after', 1],
  ])
})

test('tests are left out, and what follows them is not', (t) => {
  const text = `
    #[cfg(test)]
    pub(super) fn plan(a: u8, b: u8) -> u8 { 0 }
    fn kept(plan: Plan) { match plan {
        #[cfg(test)]
        Plan::Whole => 0,
        Plan::Adaptive => { 1 }
    } }
    #[cfg(all(test, unix))]
    mod tests { fn inside(a: u8) {} }
    fn last() {}
  `
  t.deepEqual(counts(text), [
    ['kept', 1],
    ['last', 0],
  ])
})

test('a function is as long as from its name to its last bracket', (t) => {
  const body = Array.from({ length: 59 }, () => '    work();').join('\n')
  const [long] = functions(`/// Docs.\npub fn long(\n    a: u8,\n) {\n${body}\n}\n`)
  t.like(long, { line: 2, lines: 63 })
})
