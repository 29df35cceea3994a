import { toValue, type MaybeRefOrGetter } from 'vue'
import type { EpochMs } from '@ioc/shared/time'
import type { IsoTime } from '@ioc/shared/wire'
import { formatMoment } from '../i18n/format-time.js'
import { useRoom } from './use-room.js'

/** Writes moments for who reads them at the time that the room shows, or at another. */
export function useMoment(now: MaybeRefOrGetter<EpochMs> = useRoom().now) {
  return (at: EpochMs | IsoTime) => formatMoment(at, toValue(now))
}
