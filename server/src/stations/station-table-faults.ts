import type { TableFault } from '../ports/station-table.js'

/** Every fault that a table of stations may have, in both languages; `{…}` is filled in. */
const FAULTS = {
  'csv.unreadable': { vi: 'không đọc được CSV từ dòng này', en: 'cannot be read as CSV from here on' },
  'csv.not-utf-8': { vi: 'tệp không phải UTF-8', en: 'the file is not UTF-8' },
  'rows.none': { vi: 'không có dòng trạm nào', en: 'there is no row with a station' },
  'rows.too-many': { vi: 'tối đa {most} trạm một lần', en: 'at most {most} stations at a time' },
  'column.missing': { vi: 'thiếu cột "{column}"', en: 'the column "{column}" is missing' },
  'column.unknown': { vi: 'không có cột nào tên "{column}"', en: 'there is no column called "{column}"' },
  'column.double': { vi: 'cột "{column}" bị lặp lại', en: 'the column "{column}" is there twice' },
  'row.cells': {
    vi: 'dòng có {cells} ô, tiêu đề có {columns}',
    en: 'the row has {cells} cells, the header {columns}',
  },
  'cell.empty': { vi: 'không được để trống', en: 'must not be empty' },
  'cell.form': { vi: 'sai dạng: {form}', en: 'must have the form {form}' },
  'cell.long': { vi: 'tối đa {most} ký tự', en: 'has at most {most} characters' },
  'number.form': { vi: 'phải là số, dùng dấu chấm thập phân', en: 'must be a number with a decimal point' },
  'number.range': { vi: 'phải từ {min} đến {max}', en: 'must be from {min} to {max}' },
  'boolean.form': { vi: 'phải là true hoặc false', en: 'must be true or false' },
  'id.double': { vi: '"{id}" đã có ở dòng {line}', en: '"{id}" is already in line {line}' },
  'id.exists': { vi: 'đã có trạm "{id}"', en: 'there is a station "{id}" already' },
  'id.gateway': { vi: '"{id}" là tên của một cổng kết nối', en: '"{id}" is the name of a gateway' },
  'area.unknown': { vi: 'không có địa bàn "{area}"', en: 'there is no area "{area}"' },
  'property.unknown': { vi: 'không có thông số "{property}"', en: 'there is no property "{property}"' },
  'area.outside': { vi: 'vị trí nằm ngoài {area}', en: 'the place lies outside {area}' },
} as const

export type TableFaultCode = keyof typeof FAULTS

/** A fault in words; `row` is the line of the file, from 1, `column` null where it is the row as a whole. */
export function tableFault(
  code: TableFaultCode,
  row: number,
  column: string | null,
  values: Record<string, string | number> = {},
): TableFault {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  const { vi, en } = FAULTS[code]
  return { row, column, code, message: { vi: fill(vi), en: fill(en) } }
}
