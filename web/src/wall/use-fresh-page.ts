import { onScopeDispose } from 'vue'
import { buildOf } from './build-of.js'

const EVERY_MS = 60_000

/** Reloads the page once the server has a newer one: nobody stands at a wall to do it. */
export function useFreshPage(reload: () => void = () => location.reload()): void {
  let ours: string | null = null

  async function look() {
    const html = await fetch('/', { cache: 'no-store', headers: { accept: 'text/html' } })
      .then((response) => (response.ok ? response.text() : ''))
      .catch(() => '')
    const theirs = buildOf(html)
    if (theirs === null) return
    ours ??= theirs
    if (theirs !== ours) reload()
  }
  void look()
  const timer = setInterval(() => void look(), EVERY_MS)
  onScopeDispose(() => clearInterval(timer))
}
