import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** Whether the screen is of a certain kind: for what is laid out differently, not only drawn so. */
export function useMedia(query: string): Readonly<Ref<boolean>> {
  const media = matchMedia(query)
  const matches = ref(media.matches)
  const follow = () => (matches.value = media.matches)
  media.addEventListener('change', follow)
  onScopeDispose(() => media.removeEventListener('change', follow))
  return readonly(matches)
}
