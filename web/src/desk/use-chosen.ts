import { onScopeDispose, readonly, ref } from 'vue'

/** The station whose panel is open. It stands in the address, so it outlives a reload and a new sign-in. */
export function useChosen() {
  const chosen = ref(fromAddress())
  const follow = () => (chosen.value = fromAddress())
  window.addEventListener('popstate', follow)
  onScopeDispose(() => window.removeEventListener('popstate', follow))

  return {
    chosen: readonly(chosen),
    choose(id: string | null) {
      if (id === chosen.value) return
      chosen.value = id
      const address = new URL(location.href)
      if (id === null) address.searchParams.delete('station')
      else address.searchParams.set('station', id)
      history.pushState(null, '', address)
    },
  }
}

function fromAddress(): string | null {
  return new URL(location.href).searchParams.get('station')
}
