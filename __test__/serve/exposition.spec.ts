// The text of `/metrics`, against the rules of the format of Prometheus.
import test from 'ava'
import { addCounts, countReply, noCounts } from '../../src/serve/figures/counts.ts'
import { writeExposition } from '../../src/serve/figures/exposition.ts'
import { metricsOf } from '../../src/serve/figures/metrics.ts'
import { reportRoutes } from '../../src/serve/routes/pages.ts'
import { parseExposition } from '../support/exposition.ts'

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
        { name: 'b_sum', value: 0.25, labels: { path: 'C:\\"x"\n' } },
        { name: 'b_count', value: 2, labels: { path: 'C:\\"x"\n' } },
      ],
    },
    {
      name: 'c',
      help: 'Numbers.',
      type: 'gauge',
      samples: [Infinity, -Infinity, NaN, 1e-7, 1e21].map((value, place) => ({ value, labels: { place } })),
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
    'b_sum{path="C:\\\\\\"x\\"\\n"} 0.25',
    'b_count{path="C:\\\\\\"x\\"\\n"} 2',
    '',
    '# HELP c Numbers.',
    '# TYPE c gauge',
    'c{place="0"} +Inf',
    'c{place="1"} -Inf',
    'c{place="2"} NaN',
    'c{place="3"} 1e-7',
    'c{place="4"} 1e+21',
    '',
  ])
  const families = parseExposition(text)
  t.is(families.get('a_total')?.help, 'All of\nthem.')
  t.is(families.get('b')?.samples[0]?.labels.get('path'), 'C:\\"x"\n')
  t.deepEqual(
    families.get('c')?.samples.map(({ value }) => value),
    [Infinity, -Infinity, NaN, 1e-7, 1e21],
  )
})

test('the metrics of a team break no rule of the format, and each time is in its buckets', (t) => {
  const counts = noCounts()
  const times = [0.001, 0.01, 0.011, 1, 3, 999, 10_000, 60_000]
  for (const durationMs of times) countReply(counts, { route: 'suggest', status: 200, code: undefined, durationMs })
  countReply(counts, { route: 'queries', status: 400, code: 'ERR_INVALID_JSON', durationMs: 2 })
  const sum = noCounts()
  addCounts(sum, counts)
  const team = {
    members: [{ pid: 7, counts, connections: 2 }],
    answering: 1,
    served: { entries: 3, generation: '00ff' },
    counts: sum,
    swaps: 1,
    swapFailures: 0,
    restarts: 0,
  }
  const memory = { mapped: 1, rss: 2, pss: 1.5, privateDirty: 0, processRss: 4, processPrivate: null }
  const families = parseExposition(metricsOf(team, new Map([[7, memory]])))

  // What nothing is known of has no line at all.
  t.false(families.has('mapahead_worker_private_bytes'))
  t.is(families.get('mapahead_mapping_pss_bytes')?.samples[0]?.value, 1.5)
  const { type, samples = [] } = families.get('mapahead_http_request_duration_seconds') ?? {}
  t.is(type, 'histogram')
  const ofRoute = samples.filter(({ labels }) => labels.get('route') === 'suggest')
  for (const { name, labels, value } of ofRoute) {
    const le = labels.get('le')
    if (!name.endsWith('_bucket') || le === undefined) continue
    const bound = le === '+Inf' ? Infinity : Number(le)
    t.is(value, times.filter((ms) => ms / 1000 <= bound).length, le)
  }
  const total = times.reduce((sum, ms) => sum + ms, 0) / 1000
  t.is(ofRoute.find(({ name }) => name.endsWith('_sum'))?.value, total)
  t.is(ofRoute.find(({ name }) => name.endsWith('_count'))?.value, times.length)

  // A server that was asked nothing yet is read too.
  const fresh = parseExposition(
    metricsOf({ ...team, members: [], answering: 0, served: undefined, counts: noCounts() }, new Map()),
  )
  t.is(fresh.get('mapahead_workers')?.samples[0]?.value, 0)
})

test('the type of content of the metrics names the version of the format', async (t) => {
  const routes = new Map(reportRoutes(async () => 'a 1\n'))
  const reply = await routes.get('/metrics')?.methods.GET?.({} as never)
  t.deepEqual(reply?.headers.slice(0, 2), ['Content-Type', 'text/plain; version=0.0.4; charset=utf-8'])
})

test('a text that breaks a rule of the format would be refused', (t) => {
  const help = '# HELP a_total A.\n# TYPE a_total counter\n'
  const histogram = '# HELP h A.\n# TYPE h histogram\n'
  const wrong = [
    `${help}a_total 1`,
    `${help}a_total 1\na_total 2\n`,
    `${help}a_total{x="1",y="2"} 1\na_total{y="2",x="1"} 2\n`,
    `${help}a_total{x="1",x="2"} 1\n`,
    `${help}a_total{x="a"b"} 1\n`,
    `${help}a_total{x="a\\t"} 1\n`,
    `${help}a_total{x-y="1"} 1\n`,
    `${help}a_total Infinity\n`,
    `${help}a_total +Inf\n`,
    `${help}a_total\n`,
    `${help}a_total 1\n${help}a_total{x="1"} 1\n`,
    `${help}b 1\n`,
    'a_total 1\n# HELP a_total A.\n# TYPE a_total counter\n',
    '# TYPE a_total counter\na_total 1\n',
    '# HELP a A.\n# TYPE a counter\na 1\n',
    `${histogram}h_bucket{le="1"} 1\nh_sum 1\nh_count 1\n`,
    `${histogram}h_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`,
    `${histogram}h_bucket{le="2"} 1\nh_bucket{le="1"} 1\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`,
    `${histogram}h_bucket{le="+Inf"} 1\nh_sum 1\nh_count 2\n`,
    `${histogram}h_bucket{le="+Inf"} 1\nh_count 1\n`,
  ]
  for (const text of wrong) t.throws(() => parseExposition(text), { code: 'ERR_ASSERTION' }, text)
  const right = `${histogram}h_bucket{le="1"} 1\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`
  t.notThrows(() => parseExposition(right))
})
