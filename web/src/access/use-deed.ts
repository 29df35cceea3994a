import { ref, shallowRef, toValue, type MaybeRefOrGetter } from 'vue'
import { useWords } from '../i18n/use-words.js'
import { CallFailed, reasonOf } from './call.js'
import { useUntold } from './use-untold.js'

/**
 * One thing that is done at a time, and what came of it in words. Whatever is pressed meanwhile does nothing, so a
 * double click sends nothing twice.
 *
 * @param failedKey the sentence that names the `{reason}`.
 * @param after reads anew what a deed may have changed, whether it was done or not; until then nothing else is done.
 * @param about names what it is done with, for a fault that comes when its place on the screen has gone.
 */
export function useDeed(
  failedKey: MaybeRefOrGetter<string> = 'page.failed',
  { after, about }: { after?: () => Promise<unknown>; about?: () => string } = {},
) {
  const { t } = useWords()
  const leave = useUntold(about)
  const busy = ref(false)
  const fault = ref('')
  /** Each of what the server found wrong with what was sent. */
  const faults = shallowRef<CallFailed['faults']>([])

  /** Whether it was done. */
  async function act(work: () => Promise<unknown>, key = failedKey): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    fault.value = ''
    faults.value = []
    try {
      await work()
      return true
    } catch (cause) {
      const said = t(toValue(key), { reason: reasonOf(cause) })
      if (!leave(said)) fault.value = said
      if (cause instanceof CallFailed) faults.value = cause.faults
      return false
    } finally {
      await after?.()
      busy.value = false
    }
  }
  return { busy, fault, faults, act }
}
