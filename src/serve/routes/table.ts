import type { SuggestIndex } from '../../index.ts'
import type { RouteName, Settings } from '../handlers/options.ts'
import { belowBase, type Call } from '../http/call.ts'
import { compressed } from '../http/compression.ts'
import { BODY, failureOf, PARAMETERS } from '../http/failures.ts'
import { PREFLIGHT_HEADERS } from '../http/headers.ts'
import { type Answer, emptyReply, errorReply, type Reply } from '../http/reply.ts'
import { RequestError } from '../http/request-error.ts'
import { AnswersUnderWay } from '../http/under-way.ts'
import { AnswerCache } from './answer-cache.ts'
import { admit } from './bounds.ts'
import { ENTRIES, entryRoute } from './entry.ts'
import { type Attendance, healthRoute, readyRoute } from './health.ts'
import { queryRoute } from './query.ts'
import { suggestRoute } from './suggest.ts'
import { visibleTo } from './visible.ts'

/** What is at a path: how it answers each method that it takes. `HEAD` is as `GET`. */
export interface Route {
  name: RouteName
  methods: Readonly<Partial<Record<'GET' | 'POST', (call: Call) => Reply | Promise<Reply>>>>
}

/** What a server has beyond the index. */
export interface Surroundings {
  /** Further routes, by path. */
  routes: ReadonlyMap<string, Route>
  /** Whether the server is about to end. */
  isStopping(): boolean
  /** How many of its workers answer. */
  attendance(): Attendance
}

const NOTHING_MORE: Surroundings = {
  routes: new Map(),
  isStopping: () => false,
  attendance: () => ({ answering: 1, workers: 1 }),
}

/** Puts the routes of an index together. */
export function createRoutes(
  index: SuggestIndex,
  settings: Settings,
  surroundings: Surroundings = NOTHING_MORE,
): Answer {
  const cache = new AnswerCache(settings.cacheBytes)
  const underWay = new AnswersUnderWay(settings)
  const see = visibleTo(index, settings)
  const entries: Route = {
    name: 'entries',
    methods: { GET: (call) => see(call, (visible) => entryRoute(visible, call, settings)) },
  }
  const routes = new Map<string, Route>([
    ...surroundings.routes,
    [
      '/suggest',
      {
        name: 'suggest',
        methods: {
          GET: (call) => see(call, (visible) => suggestRoute(visible, { cache, underWay }, call, settings)),
          POST: (call) => see(call, (visible) => queryRoute(visible, underWay, call, settings)),
        },
      },
    ],
    ['/healthz', { name: 'healthz', methods: { GET: () => healthRoute(index) } }],
    ['/readyz', { name: 'readyz', methods: { GET: () => readyRoute(index, surroundings) } }],
  ])
  const finish = (reply: Reply, call: Call): Reply | Promise<Reply> => {
    admit(reply, underWay)
    return settings.compression ? compressed(reply, call, underWay) : reply
  }
  const finishFailed = (error: unknown, route: Route, call: Call): Reply => {
    const reply = failed(error, nameOf(route, call), settings)
    admit(reply, underWay)
    return reply
  }
  return (call) => {
    const path = belowBase(call.path, settings.basePath)
    if (path === undefined) return undefined
    // The base path itself is no folder for a browser, so the links of a page there would miss it.
    const isWithoutSlash = call.path === settings.basePath
    if (!isWithoutSlash) call.path = path
    const route = routes.get(path) ?? (path.startsWith(ENTRIES) ? entries : routes.get(withoutSlash(path)))
    if (route === undefined) return undefined
    if (route.name === 'page' && isWithoutSlash) return toFolder(call)
    // The links of a page are relative too, so it has one address.
    if (route.name === 'page' && !routes.has(path)) return toFile(call)
    try {
      const reply = dispatch(route, call, settings)
      // Most answers are there at once, and a promise for each would cost them a turn.
      const finished = reply instanceof Promise ? reply.then((reply) => finish(reply, call)) : finish(reply, call)
      return finished instanceof Promise ? finished.catch((error) => finishFailed(error, route, call)) : finished
    } catch (error) {
      return finishFailed(error, route, call)
    }
  }
}

/** The answer that leads from the base path to the page below it, whose own links are relative. */
function toFolder({ path, search }: Call): Reply {
  const folder = path.slice(path.lastIndexOf('/') + 1)
  return emptyReply('page', 308, ['Location', `./${folder}/${search === '' ? '' : `?${search}`}`])
}

/** The path without the slash at its end, if it has one: what is at a path is there with a slash too. */
function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path
}

/** The answer that leads from the path of a page with a slash behind it to the one without. */
function toFile({ path, search }: Call): Reply {
  const name = path.slice(path.lastIndexOf('/', path.length - 2) + 1, -1)
  return emptyReply('page', 308, ['Location', `../${name}${search === '' ? '' : `?${search}`}`])
}

function dispatch(route: Route, call: Call, settings: Settings): Reply | Promise<Reply> {
  const method = call.method === 'HEAD' ? 'GET' : call.method
  if (call.urlBytes > settings.maxUrlBytes) {
    throw new RequestError('ERR_URL_TOO_LONG', `the URL must have at most ${settings.maxUrlBytes} bytes`)
  }
  if (method === 'GET' || method === 'POST') {
    const answer = route.methods[method]
    if (answer !== undefined) return answer(call)
  }
  const allow = ['Allow', methodsOf(route)]
  if (method === 'OPTIONS') {
    const isPreflight = settings.origins !== undefined && call.header('access-control-request-method') !== undefined
    return emptyReply(route.name, 204, isPreflight ? [...allow, ...PREFLIGHT_HEADERS] : allow)
  }
  throw new RequestError('ERR_METHOD_NOT_ALLOWED', `${call.method} is not for this; ${methodsOf(route)} are`, allow)
}

function methodsOf(route: Route): string {
  return [
    ...('GET' in route.methods ? ['GET', 'HEAD'] : []),
    ...('POST' in route.methods ? ['POST'] : []),
    'OPTIONS',
  ].join(', ')
}

function nameOf(route: Route, call: Call): RouteName {
  return route.name === 'suggest' && call.method === 'POST' ? 'queries' : route.name
}

/** Makes the answer for what a route threw. */
function failed(error: unknown, name: RouteName, settings: Settings): Reply {
  // Only what the query string of `/suggest` held has names of its own; a body names options as JavaScript does.
  const face = name === 'suggest' ? PARAMETERS : BODY
  const { status, code, message, headers } = failureOf(error, settings.onError, face)
  return errorReply(name, status, code, message, headers)
}
