import { WITHOUT_FORECAST } from '@ioc/shared/forecast'
import { expect, it } from 'vitest'
import { en } from '../i18n/en.js'
import { vi } from '../i18n/vi.js'

it.each([...WITHOUT_FORECAST, 'overtaken' as const])('says in both languages why there is no forecast: %s', (why) => {
  const [inVietnamese, inEnglish] = [vi.forecast.why[why], en.forecast.why[why]]
  expect(inVietnamese).toMatch(/dự báo/i)
  expect(inEnglish).toMatch(/forecast/i)
  expect(inEnglish).not.toBe(inVietnamese)
})

it('says that no forecast is reliable, and that the values have left the last one', () => {
  expect(vi.forecast.why.unreliable).toBe('Chưa có dự báo đáng tin')
  expect(vi.forecast.why.overtaken).toBe('Số đo đã vượt ra ngoài dự báo: chờ dự báo mới')
})
