import test from 'ava'
import { writeExposition } from '../../src/serve/figures/exposition.ts'

test('metrics are written as Prometheus reads them', (t) => {
  const text = writeExposition([
    { name: 'a_total', help: 'All of\nthem.', type: 'counter', samples: [{ value: 1, labels: {} }] },
    { name: 'unused', help: 'None.', type: 'gauge', samples: [] },
    {
      name: 'b',
      help: 'C:\\ is no "quote".',
      type: 'histogram',
      samples: [
        { name: 'b_bucket', value: 2, labels: { le: '+Inf', path: 'C:\\"x"\n' } },
        { name: 'b_sum', value: 0.25, labels: {} },
      ],
    },
  ])

  t.deepEqual(text.split('\n'), [
    '# HELP a_total All of\\nthem.',
    '# TYPE a_total counter',
    'a_total 1',
    '',
    '# HELP b C:\\\\ is no "quote".',
    '# TYPE b histogram',
    'b_bucket{le="+Inf",path="C:\\\\\\"x\\"\\n"} 2',
    'b_sum 0.25',
    '',
  ])
})
