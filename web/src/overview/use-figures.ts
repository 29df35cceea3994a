import { computed } from 'vue'
import { useRoom } from '../room/use-room.js'
import { heldOf } from '../stations/main-value.js'
import { figuresOf, type Figure, type FigureKey } from './figures.js'

/**
 * The figures of the province, that of the river with its newest level: the figures are computed twice a minute, and the
 * map beside them would say another.
 */
export function useFigures() {
  const { overview, rows } = useRoom()
  return computed((): Record<FigureKey, Figure | null> => {
    const figures = figuresOf(overview.value)
    const { river } = figures
    const held = river?.station ? heldOf(rows.value.get(river.station)?.latest, 'water_level') : undefined
    if (!river || !held || !('quality' in held) || held.quality !== 'good' || held.at <= river.at) return figures
    return { ...figures, river: { ...river, value: held.value, at: held.at } }
  })
}
