import { onScopeDispose, readonly, ref, watch, type Ref } from 'vue'

/**
 * Of all tabs on one computer that want the same, one has it: the first to ask; when it wants it no longer, or closes, the
 * next one has. Browsers know locks on secure pages only; without them every tab has what it wants.
 */
export function holdLock(name: string, wanted: Readonly<Ref<boolean>>): Readonly<Ref<boolean>> {
  const held = ref(false)
  let giveUp: (() => void) | null = null

  function ask(): void {
    if (!('locks' in navigator)) {
      held.value = true
      giveUp = () => (held.value = false)
      return
    }
    const waiting = new AbortController()
    let release: (() => void) | null = null
    giveUp = () => {
      held.value = false
      waiting.abort()
      release?.()
    }
    navigator.locks
      .request(name, { signal: waiting.signal }, () => {
        if (waiting.signal.aborted) return Promise.resolve()
        held.value = true
        return new Promise<void>((resolve) => (release = resolve))
      })
      .catch(() => undefined)
  }

  watch(
    wanted,
    (wants) => {
      giveUp?.()
      giveUp = null
      if (wants) ask()
    },
    { immediate: true },
  )
  onScopeDispose(() => giveUp?.())
  return readonly(held)
}
