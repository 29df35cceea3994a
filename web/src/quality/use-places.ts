import { SYSTEM, groupOf } from '@ioc/shared/alarm'
import { useWords } from '../i18n/use-words.js'
import { useRoom } from '../room/use-room.js'
import { shortName } from '../stations/short-name.js'

/** How a place of an alarm is called beside its rule: a station, a group of them, or the IOC itself. */
export function usePlaces(): (id: string) => string {
  const { t } = useWords()
  const { stations, areaName } = useRoom()
  return (id) => {
    if (id === SYSTEM) return t('alarms.system')
    const group = groupOf(id)
    const station = stations.value.get(id)
    if (station) return shortName(station)
    if (!group) return id
    return group.kind === 'area' ? areaName(group.id) : t('alarms.gateway', { id: group.id })
  }
}
