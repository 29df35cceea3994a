import { z } from 'zod'
import type { Localized } from './alarm.js'
import { PROPERTY_KEY, type PropertyKey } from './ids.js'
import { AGGREGATES } from './observation.js'

export const propertySchema = z.strictObject({
  key: z.string().regex(PROPERTY_KEY),
  /** UCUM. */
  unit: z.string(),
  /** What a person reads behind the number. */
  symbol: z.string(),
  /** The same in English, where it is a word and not a sign. */
  symbolEn: z.string().optional(),
  vi: z.string().min(1),
  en: z.string().min(1),
  /** Plausible range; outside it a value is stored as `suspect`. */
  min: z.number(),
  max: z.number(),
  /** How values of this property combine over time. */
  over: z.enum(AGGREGATES),
  /** An angle: its mean is taken on the circle. */
  circular: z.boolean().optional(),
  /** Decimals shown. */
  decimals: z.number().int().min(0).max(6),
})

/** What is measured. */
export type ObservedProperty = Omit<z.infer<typeof propertySchema>, 'key'> & { key: PropertyKey }

type Row = [
  key: string,
  unit: string,
  symbol: string,
  vi: string,
  en: string,
  min: number,
  max: number,
  decimals: number,
]

const mean: Row[] = [
  ['pm2_5', 'ug/m3', 'µg/m³', 'Bụi PM2.5', 'PM2.5', 0, 2_000, 1],
  ['pm10', 'ug/m3', 'µg/m³', 'Bụi PM10', 'PM10', 0, 2_000, 1],
  ['no2', 'ug/m3', 'µg/m³', 'NO₂', 'NO₂', 0, 5_000, 1],
  ['so2', 'ug/m3', 'µg/m³', 'SO₂', 'SO₂', 0, 5_000, 1],
  ['o3', 'ug/m3', 'µg/m³', 'O₃', 'O₃', 0, 5_000, 1],
  ['co', 'ug/m3', 'µg/m³', 'CO', 'CO', 0, 200_000, 0],
  ['temperature', 'Cel', '°C', 'Nhiệt độ', 'Temperature', -20, 60, 1],
  ['water_temperature', 'Cel', '°C', 'Nhiệt độ nước', 'Water temperature', -20, 60, 1],
  ['humidity', '%', '%', 'Độ ẩm', 'Humidity', 0, 100, 0],
  ['pressure', 'hPa', 'hPa', 'Khí áp', 'Air pressure', 850, 1_100, 1],
  ['wind_speed', 'm/s', 'm/s', 'Tốc độ gió', 'Wind speed', 0, 80, 1],
  ['water_level', 'm', 'm', 'Mực nước', 'Water level', -20, 300, 2],
  ['discharge', 'm3/s', 'm³/s', 'Lưu lượng nước', 'Discharge', 0, 50_000, 1],
  ['ph', '1', '', 'pH', 'pH', 0, 14, 2],
  ['dissolved_oxygen', 'mg/L', 'mg/L', 'Ôxy hòa tan (DO)', 'Dissolved oxygen', 0, 30, 2],
  ['turbidity', 'NTU', 'NTU', 'Độ đục', 'Turbidity', 0, 4_000, 1],
  ['salinity', 'g/L', 'g/L', 'Độ mặn', 'Salinity', 0, 60, 2],
  ['flow', '1/h', 'xe/h', 'Lưu lượng xe', 'Traffic flow', 0, 20_000, 0],
  ['speed', 'km/h', 'km/h', 'Tốc độ', 'Speed', 0, 200, 0],
  ['occupancy', '%', '%', 'Độ chiếm dụng', 'Occupancy', 0, 100, 1],
  ['active_power', 'kW', 'kW', 'Công suất tác dụng', 'Active power', -1e6, 1e6, 1],
  ['reactive_power', 'kvar', 'kvar', 'Công suất phản kháng', 'Reactive power', -1e6, 1e6, 1],
  ['voltage_l1', 'V', 'V', 'Điện áp L1', 'Voltage L1', 0, 500_000, 1],
  ['voltage_l2', 'V', 'V', 'Điện áp L2', 'Voltage L2', 0, 500_000, 1],
  ['voltage_l3', 'V', 'V', 'Điện áp L3', 'Voltage L3', 0, 500_000, 1],
  ['current_l1', 'A', 'A', 'Dòng điện L1', 'Current L1', 0, 10_000, 1],
  ['current_l2', 'A', 'A', 'Dòng điện L2', 'Current L2', 0, 10_000, 1],
  ['current_l3', 'A', 'A', 'Dòng điện L3', 'Current L3', 0, 10_000, 1],
  ['frequency', 'Hz', 'Hz', 'Tần số', 'Frequency', 40, 60, 2],
  ['power_factor', '1', '', 'Hệ số công suất', 'Power factor', -1, 1, 2],
]

const sum: Row[] = [
  ['rain', 'mm', 'mm', 'Lượng mưa', 'Rain', 0, 200, 1],
  ['vehicles', '1', 'xe', 'Lượt xe', 'Vehicles', 0, 10_000, 0],
  ['energy', 'kW.h', 'kWh', 'Điện năng', 'Energy', -1e6, 1e6, 2],
  ['reactive_energy', 'kvar.h', 'kvarh', 'Điện năng phản kháng', 'Reactive energy', -1e6, 1e6, 2],
]

const last: Row[] = [
  ['energy_import', 'kW.h', 'kWh', 'Chỉ số công tơ (nhận)', 'Energy import register', 0, Number.MAX_VALUE, 1],
  ['energy_export', 'kW.h', 'kWh', 'Chỉ số công tơ (phát)', 'Energy export register', 0, Number.MAX_VALUE, 1],
  ['battery', 'V', 'V', 'Điện áp pin', 'Battery', 0, 60, 2],
  ['signal', 'dBm', 'dBm', 'Cường độ sóng', 'Signal', -150, 0, 0],
]

/** Signs are the same in both languages, and not written twice. */
const IN_ENGLISH: Readonly<Record<string, string>> = { xe: 'veh', 'xe/h': 'veh/h' }

function rows(table: Row[], over: ObservedProperty['over']): ObservedProperty[] {
  return table.map(([key, unit, symbol, vi, en, min, max, decimals]) => ({
    key: key as PropertyKey,
    unit,
    symbol,
    ...(IN_ENGLISH[symbol] && { symbolEn: IN_ENGLISH[symbol] }),
    vi,
    en,
    min,
    max,
    over,
    decimals,
  }))
}

/** What is read behind a number of this property, in each language; nothing where it is not known. */
export function unitOf(property: Pick<ObservedProperty, 'symbol' | 'symbolEn'> | undefined): Localized {
  const { symbol = '', symbolEn = symbol } = property ?? {}
  return { vi: symbol, en: symbolEn }
}

/** A number with its unit behind it, which stands apart but for the sign of degrees of an angle. */
export function joinUnit(number: string, unit: string): string {
  return unit === '' || unit === '°' ? `${number}${unit}` : `${number} ${unit}`
}

/** Every property the product knows out of the box; a province may add its own. */
export const PROPERTIES: readonly ObservedProperty[] = [
  ...rows(mean, 'mean'),
  {
    key: 'wind_direction' as PropertyKey,
    unit: 'deg',
    symbol: '°',
    vi: 'Hướng gió',
    en: 'Wind direction',
    min: 0,
    max: 360,
    over: 'mean',
    circular: true,
    decimals: 0,
  },
  ...rows(sum, 'sum'),
  ...rows(last, 'last'),
]

/** Computed from one observation alone. */
const OBSERVED_INDEX_KEYS = ['flood_level', 'los'] as const
export type ObservedIndexKey = (typeof OBSERVED_INDEX_KEYS)[number]
const INDEX_KEYS = ['vn_aqi', 'vn_aqi_day', ...OBSERVED_INDEX_KEYS] as const
export type IndexKey = (typeof INDEX_KEYS)[number]

/** Computed from observations and read like any property; a device may not publish one. */
export const INDICES: Readonly<Record<IndexKey, { vi: string; en: string; decimals: number }>> = {
  vn_aqi: { vi: 'VN_AQI giờ', en: 'VN_AQI, hourly', decimals: 0 },
  vn_aqi_day: { vi: 'VN_AQI ngày', en: 'VN_AQI, daily', decimals: 0 },
  flood_level: { vi: 'Cấp báo động lũ', en: 'Flood level', decimals: 0 },
  los: { vi: 'Mức phục vụ', en: 'Level of service', decimals: 0 },
}

export function isIndexKey(key: string): key is IndexKey {
  return (INDEX_KEYS as readonly string[]).includes(key)
}
