import { onScopeDispose, watch, type Ref } from 'vue'
import { useRoute } from 'vue-router'
import { formatTime, parseTime, type EpochMs } from '@ioc/shared/time'
import { useRewriteQuery } from '../room/use-rewrite-query.js'
import type { Rewind } from './use-rewind.js'

/** While it plays the address need not follow each frame. */
const SETTLED_MS = 400

/**
 * The moment stands in the address, so that it can be sent to somebody; a screen that is opened keeps it.
 *
 * The address that was opened is followed once; from then on it follows the room.
 */
export function useMomentLink(rewind: Rewind, known: Readonly<Ref<boolean>>): void {
  const route = useRoute()
  let timer: ReturnType<typeof setTimeout> | undefined

  const write = useRewriteQuery(({ at: linked, as: linkedEyes, ...others }) => {
    const at: EpochMs | null = rewind.wanted.value
    const text = at === null ? undefined : formatTime(at)
    const eyes = at !== null && rewind.wantedEyes.value === 'measured' ? 'measured' : undefined
    if (linked === text && linkedEyes === eyes) return null
    return { ...others, ...(text && { at: text }), ...(eyes && { as: eyes }) }
  })

  const stop = watch(
    known,
    (isKnown) => {
      if (!isKnown) return
      // A wall shows nothing but the present: it has no strip, and nobody at it who would know.
      const at = route.meta['bare'] ? null : parseTime(route.query['at'])
      if (at !== null) rewind.seek(at)
      if (at !== null && route.query['as'] === 'measured') rewind.look('measured')
      watch([rewind.wanted, rewind.wantedEyes, () => route.fullPath], () => {
        clearTimeout(timer)
        timer = setTimeout(write, SETTLED_MS)
      })
      queueMicrotask(() => stop())
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
}
