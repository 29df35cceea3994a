import { ref } from 'vue'
import { useWords } from '../i18n/use-words.js'

/** One thing that is done at a time, and what came of it in words. */
export function useDeed() {
  const { t } = useWords()
  const busy = ref(false)
  const fault = ref('')

  async function act(work: () => Promise<unknown>): Promise<boolean> {
    busy.value = true
    fault.value = ''
    try {
      await work()
      return true
    } catch (cause) {
      fault.value = t('page.failed', { reason: cause instanceof Error ? cause.message : String(cause) })
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, fault, act }
}
