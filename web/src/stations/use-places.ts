import { SYSTEM, groupOf } from '@ioc/shared/alarm'
import type { WireStation } from '@ioc/shared/wire'
import { useWords } from '../i18n/use-words.js'
import { useRoom } from '../room/use-room.js'

/** How the place of an alarm is called: a station, by `called`, a group of them, or the IOC itself. */
export function usePlaces(called: (station: WireStation, commune: string) => string): (id: string) => string {
  const { t } = useWords()
  const { stations, areaName } = useRoom()
  return (id) => {
    if (id === SYSTEM) return t('alarms.system')
    const group = groupOf(id)
    const station = stations.value.get(id)
    if (station) return called(station, areaName(station.area))
    if (!group) return id
    return group.kind === 'area' ? areaName(group.id) : t('alarms.gateway', { id: group.id })
  }
}
