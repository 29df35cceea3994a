import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** The present, again and again; one interval for whoever lives in this scope. */
export function useNow(everyMs: number): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), everyMs)
  onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
