import { onScopeDispose, readonly, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue'
import { call } from './call.js'

interface Polled<T> {
  data: Readonly<ShallowRef<T | null>>
  failed: Readonly<ShallowRef<boolean>>
  ask: () => Promise<void>
}

/**
 * What a call of the API answers, asked for again every so often while the page can be seen; null before the first.
 *
 * @param everyMs null: each path is asked for once.
 * @param path null: nothing is asked. Once it has changed, and rested for `restMs`, the new one is asked; what the old one
 * answered stays until the new one has answered or failed, if `keep` is not false.
 */
export function usePolled<T>(
  path: MaybeRefOrGetter<string | null>,
  everyMs: number | null,
  { restMs = 0, keep = true }: { restMs?: number; keep?: boolean } = {},
): Polled<T> {
  const data = shallowRef<T | null>(null)
  const failed = shallowRef(false)
  /** The path that `data` is the answer to. */
  let answered: string | null = null
  let asked = new AbortController()
  /** Questions are numbered: the answer to an older one never takes the place of a newer one's. */
  let lastAsked = 0
  let lastAnswered = 0
  let rest: ReturnType<typeof setTimeout> | undefined

  async function ask(): Promise<void> {
    const wanted = toValue(path)
    if (wanted === null || document.hidden) return
    const { signal } = asked
    const turn = ++lastAsked
    const isPast = () => signal.aborted || turn < lastAnswered
    try {
      const answer = await call<T>(wanted, { signal })
      if (isPast()) return
      lastAnswered = turn
      data.value = answer
      answered = wanted
      failed.value = false
    } catch {
      if (isPast()) return
      failed.value = true
      if (answered !== wanted) data.value = null
    }
  }
  function askAnew(wanted: string | null): void {
    asked.abort()
    asked = new AbortController()
    clearTimeout(rest)
    failed.value = false
    if (wanted === null || !keep) data.value = answered = null
    if (wanted !== null) rest = setTimeout(() => void ask(), restMs)
  }
  void ask()
  watch(() => toValue(path), askAnew)
  const timer = everyMs === null ? undefined : setInterval(() => void ask(), everyMs)
  const askAgain = () => {
    if (everyMs !== null || answered !== toValue(path)) void ask()
  }
  document.addEventListener('visibilitychange', askAgain)
  onScopeDispose(() => {
    asked.abort()
    clearTimeout(rest)
    clearInterval(timer)
    document.removeEventListener('visibilitychange', askAgain)
  })
  return { data, failed: readonly(failed), ask }
}
