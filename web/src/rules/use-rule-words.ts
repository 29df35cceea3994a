import { watches } from '@ioc/shared/limits'
import type { Rule } from '@ioc/shared/rule'
import { useWords } from '../i18n/use-words.js'
import { useMoment } from '../room/use-moment.js'
import { useRoom } from '../room/use-room.js'
import { usePropertyName } from '../stations/use-property-name.js'

/** What is said of a rule wherever it stands. */
export function useRuleWords() {
  const { t, pick, kind, duration, number } = useWords()
  const { rules, stations, areaName } = useRoom()
  const moment = useMoment()
  const stationName = (id: string) => stations.value.get(id)?.name ?? id

  return {
    propertyName: usePropertyName(),
    stationName,
    ruleName(id: string) {
      const rule = rules.get(id)
      return rule ? pick(rule.name) || id : id
    },
    /** Where it applies, in a few words. */
    where({ stations: choice }: Rule): string {
      const { kinds = [], areas = [], ids = [] } = choice ?? {}
      const parts = [kinds.map(kind), areas.map(areaName), ids.map(stationName)].filter((part) => part.length > 0)
      return parts.length === 0 ? t('rules.everywhere') : parts.map((part) => part.join(', ')).join(' · ')
    },
    watched: (rule: Rule) =>
      [...stations.value.values()].filter((station) => watches({ ...rule, enabled: true }, station)),
    changedBy: (by: string, at: string | null) =>
      at === null ? t('rules.byProvince') : t('rules.changedBy', { who: by, time: moment(at) }),
    /** A suggested change: "Vùng trễ 5", "Về bao lâu mới hết 15 phút". */
    changeText: (change: { deadband?: number; restS?: number; holdS?: number }) =>
      (['deadband', 'restS', 'holdS'] as const)
        .flatMap((path) => {
          const value = change[path]
          if (value === undefined) return []
          const text = path === 'deadband' ? number(value, value < 1 ? 2 : 1) : duration(value * 1_000)
          return [`${t(`rules.field.${path}`).toLowerCase()} ${text}`]
        })
        .join(', '),
  }
}
