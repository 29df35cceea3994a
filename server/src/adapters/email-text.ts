import type { Localized, Severity } from '@ioc/shared/alarm'
import { SEVERITIES } from '@ioc/shared/alarm'
import type { Channel, Why } from '@ioc/shared/channel'
import { formatNumber } from '@ioc/shared/format-number'
import { joinUnit } from '@ioc/shared/properties'
import { VIETNAM_OFFSET_MS, type EpochMs } from '@ioc/shared/time'
import type { Role } from '@ioc/shared/wire'
import type { Notice, NoticeItem } from '../ports/notices.js'

type Language = keyof Localized
type Words = Record<Language, string>

const SEVERITY: Record<Severity, Words> = {
  critical: { vi: 'Rất nghiêm trọng', en: 'Critical' },
  high: { vi: 'Nghiêm trọng', en: 'High' },
  medium: { vi: 'Trung bình', en: 'Medium' },
  low: { vi: 'Thấp', en: 'Low' },
}
const WHY: Record<Why, Words> = {
  first: { vi: 'cảnh báo mới', en: 'new' },
  worse: { vi: 'nặng hơn', en: 'grown worse' },
  repeat: { vi: 'nhắc lại, chưa ai nhận', en: 'reminder, nobody has acknowledged it' },
  cleared: { vi: 'đã trở lại bình thường', en: 'back to normal' },
  escalated: { vi: 'chuyển lên, chưa ai nhận', en: 'escalated, nobody has acknowledged it' },
}
const ROLE: Record<Role, Words> = {
  viewer: { vi: 'người xem', en: 'viewers' },
  operator: { vi: 'trực ban', en: 'operators' },
  leader: { vi: 'trưởng ca', en: 'the shift leader' },
  engineer: { vi: 'kỹ sư', en: 'engineers' },
  admin: { vi: 'quản trị', en: 'administrators' },
}
const WORDS = {
  place: { vi: 'Nơi', en: 'Where' },
  value: { vi: 'Giá trị', en: 'Value' },
  limit: { vi: 'ngưỡng', en: 'limit' },
  since: { vi: 'Từ', en: 'Since' },
  until: { vi: 'đến', en: 'until' },
  late: { vi: 'số liệu đến muộn', en: 'late data' },
  agency: { vi: 'Đơn vị xử lý', en: 'To act' },
  advice: { vi: 'Nên làm', en: 'Advice' },
  link: { vi: 'Xem', en: 'See' },
} satisfies Record<string, Words>

/** About whom a text is written: the name of the channel, its language, and the step of the escalation. */
export interface EmailAbout {
  name: string
  language: Channel['language']
  step: Channel['escalation'][number] | null
}

/** A notice as a mail that is read at night on a phone: the worst in the subject, one paragraph an alarm. */
export function emailText(notice: Notice, about: EmailAbout): { subject: string; text: string } {
  const languages: Language[] = about.language === 'both' ? ['vi', 'en'] : [about.language]
  const parts = languages.map((language) => (notice.items.length === 0 ? testPart : part)(notice, about, language))
  return { subject: subject(notice, about, languages[0]!), text: parts.join('\n\n----------\n\n') }
}

function subject({ items, counts }: Notice, { name }: EmailAbout, language: Language): string {
  const first = items[0]
  if (!first) return language === 'vi' ? `[IOC] Thử kênh báo tin "${name}"` : `[IOC] Test of the channel "${name}"`
  const { alarm, why } = first
  if (items.length === 1) {
    return `[IOC] ${SEVERITY[alarm.severity][language]}: ${alarm.message[language]} (${WHY[why][language]})`
  }
  return `[IOC] ${tally(counts, language)}`
}

function testPart({ at }: Notice, { name }: EmailAbout, language: Language): string {
  const time = moment(at)
  return language === 'vi'
    ? `Đây là thư thử của kênh "${name}", gửi lúc ${time}. Không có cảnh báo nào.`
    : `This is a test of the channel "${name}", sent at ${time}. There is no alarm.`
}

function part({ items, counts, following, at }: Notice, { step }: EmailAbout, language: Language): string {
  const vi = language === 'vi'
  const head = [`${tally(counts, language)} · ${moment(at)}`]
  if (step) {
    const role = ROLE[step.role][language]
    head.push(
      vi
        ? `Chuyển tới ${role}: sau ${step.afterMin} phút chưa ai nhận.`
        : `Escalated to ${role}: nobody has acknowledged within ${step.afterMin} min.`,
    )
  }
  const paragraphs = items.map((item, index) => paragraph(item, index + 1, language))
  const rest = vi ? `Còn ${following} cảnh báo nữa trong thư sau.` : `${following} more alarms follow in the next mail.`
  return [head.join('\n'), ...paragraphs, ...(following > 0 ? [rest] : [])].join('\n\n')
}

/** "12 alarms: 3 critical, 9 high". */
function tally(counts: Notice['counts'], language: Language): string {
  const present = SEVERITIES.filter((severity) => counts[severity] > 0)
  const total = present.reduce((sum, severity) => sum + counts[severity], 0)
  const each = present.map((severity) => `${counts[severity]} ${SEVERITY[severity][language].toLowerCase()}`).join(', ')
  if (language === 'vi') return `${total} cảnh báo: ${each}`
  return `${total} ${total === 1 ? 'alarm' : 'alarms'}: ${each}`
}

function paragraph(item: NoticeItem, number: number, language: Language): string {
  const { why, alarm, name, area, advice, link } = item
  const { severity, message, raisedAt, clearedAt, late, agency } = alarm
  const end = clearedAt === null ? '' : `, ${WORDS.until[language]} ${moment(clearedAt)}`
  const lines: (string | null)[] = [
    `${number}. ${SEVERITY[severity][language].toUpperCase()} · ${WHY[why][language]}`,
    message[language],
    line('place', [name, area].filter(Boolean).join(', ')),
    line('value', figures(item, language)),
    line('since', `${moment(raisedAt)}${end}${late ? ` (${WORDS.late[language]})` : ''}`),
    line('agency', agency),
    line('advice', advice?.[language] ?? null),
    line('link', link),
  ]
  return lines.filter((text) => text !== null).join('\n   ')

  function line(word: keyof typeof WORDS, text: string | null): string | null {
    return text ? `${WORDS[word][language]}: ${text}` : null
  }
}

/** "3,62 m (Mực nước, ngưỡng 3,50 m)"; null where the alarm has no value. */
function figures({ alarm: { value, limit }, measured }: NoticeItem, language: Language): string | null {
  if (value === null || !measured) return null
  const { decimals, name } = measured
  const unit = (language === 'en' && measured.unitEn) || measured.unit
  const written = (figure: number) => joinUnit(formatNumber(figure, decimals, language), unit)
  const beside = limit === null ? name[language] : `${name[language]}, ${WORDS.limit[language]} ${written(limit)}`
  return `${written(value)} (${beside})`
}

/** Vietnamese time: "14:05 22/11/2026". */
function moment(at: EpochMs): string {
  const iso = new Date(at + VIETNAM_OFFSET_MS).toISOString()
  return `${iso.slice(11, 16)} ${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`
}
