import { onScopeDispose } from 'vue'
import {
  isNavigationFailure,
  NavigationFailureType,
  useRoute,
  useRouter,
  type LocationQuery,
  type LocationQueryRaw,
} from 'vue-router'

/**
 * Lets a screen write into its own address by itself, without anybody's click.
 *
 * While a way is being gone nothing is written: the next navigation takes back one whose screen is still loading, and
 * somebody's click would be lost. Once that way has ended `rewritten` is asked.
 *
 * `rewritten`: the query as it shall be; null leaves it as it is.
 */
export function useRewriteQuery(rewritten: (query: LocationQuery) => LocationQueryRaw | null): () => void {
  const route = useRoute()
  const router = useRouter()
  let way: object | null = null
  let waits = false

  function write() {
    waits = way !== null
    if (waits) return
    const query = rewritten(route.query)
    if (query !== null) void router.replace({ params: route.params, query }).then(again)
  }
  /** Another way was begun at the same moment, maybe by who writes another part of the address. */
  function again(failure: unknown) {
    if (!isNavigationFailure(failure, NavigationFailureType.cancelled)) return
    waits = true
    if (way === null) write()
  }
  function end(of: object) {
    // A way that another one took back ends while that one is still being gone.
    if (of !== way) return
    way = null
    if (waits) write()
  }

  onScopeDispose(router.beforeEach((to) => void (way = to)))
  onScopeDispose(router.afterEach((to) => end(to)))
  onScopeDispose(router.onError((_, to) => end(to)))
  return write
}
