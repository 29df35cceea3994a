import { HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import { formatAge, formatClock, formatDate, formatDuration, formatMoment } from './format-time.js'

const afternoon = Date.parse('2026-11-22T07:05:32.400Z')

it('shows Vietnam’s time whatever the zone of the computer', () => {
  expect(formatClock(afternoon)).toBe('14:05:32')
  expect(formatDate(afternoon, 'vi')).toBe('Chủ nhật, 22/11/2026')
  expect(formatDate(afternoon, 'en')).toBe('Sunday, 22/11/2026')
})

it('changes the day at Vietnamese midnight', () => {
  expect(formatDate(Date.parse('2026-11-22T17:00:00Z'), 'vi')).toBe('Thứ hai, 23/11/2026')
})

it('says the day only when it is not today', () => {
  expect(formatMoment(afternoon - HOUR, afternoon)).toBe('13:05')
  expect(formatMoment(afternoon - 20 * HOUR, afternoon)).toBe('18:05 21/11')
  expect(formatMoment('2026-11-22T16:59:00Z', afternoon)).toBe('23:59')
  expect(formatMoment('2026-11-22T17:00:00Z', afternoon)).toBe('00:00 23/11')
  expect(formatMoment('2026-11-22T07:05:32Z')).toBe('14:05 22/11')
})

it('says how long in at most two units', () => {
  expect(formatDuration(38 * SECOND, 'vi')).toBe('38 giây')
  expect(formatDuration(59 * MINUTE + 59 * SECOND, 'vi')).toBe('59 phút')
  expect(formatDuration(84 * MINUTE, 'vi')).toBe('1 giờ 24 phút')
  expect(formatDuration(2 * HOUR, 'vi')).toBe('2 giờ')
  expect(formatDuration(50 * HOUR, 'en')).toBe('2 d 2 h')
})

it('says how old', () => {
  expect(formatAge(38 * SECOND, 'vi')).toBe('38 giây trước')
  expect(formatAge(90 * SECOND, 'en')).toBe('1 min ago')
  expect(formatAge(-200, 'vi')).toBe('vừa xong')
  expect(formatAge(-2 * HOUR, 'vi')).toBe('2 giờ nữa')
  expect(formatAge(-90 * SECOND, 'en')).toBe('in 1 min')
})
