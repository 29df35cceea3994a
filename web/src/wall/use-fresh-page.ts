import { onScopeDispose } from 'vue'
import { hasNewBuild } from '../access/build-of.js'

const EVERY_MS = 60_000

/** Reloads the page once the server has a newer one: nobody stands at a wall to do it. */
export function useFreshPage(reload: () => void = () => location.reload()): void {
  const look = async () => (await hasNewBuild()) && reload()
  void look()
  const timer = setInterval(() => void look(), EVERY_MS)
  onScopeDispose(() => clearInterval(timer))
}
