import type { Localized, Severity } from '@ioc/shared/alarm'

/** A condition of the IOC itself. Nobody edits these: what they watch is the product. */
export interface SystemRule {
  id: string
  severity: Severity
  /** It must have been true for so long … */
  holdS: number
  /** … and untrue for so long. */
  restS: number
  /** Facts are filled in as they were when it was raised or became worse. */
  message: Localized
  /** Its facts are names, not figures: another one is news. */
  names?: true
}

export const SYSTEM_RULES = {
  'system-disk': {
    id: 'system-disk',
    severity: 'medium',
    holdS: 10,
    restS: 60,
    message: {
      vi: 'Ổ đĩa dữ liệu sắp đầy: lúc báo còn {free} GB. Dưới 0,06 GB máy chủ ngừng nhận số liệu.',
      en: 'The data disk is nearly full: {free} GB were left. Below 0.06 GB the server takes no more data.',
    },
  },
  'system-store': {
    id: 'system-store',
    severity: 'critical',
    holdS: 10,
    restS: 10,
    message: {
      vi: 'Máy chủ không ghi được số liệu xuống đĩa. Thiết bị chưa được báo nhận và sẽ gửi lại.',
      en: 'The server cannot write data to disk. Devices are not acknowledged and will send again.',
    },
  },
  'system-log': {
    id: 'system-log',
    severity: 'medium',
    holdS: 0,
    restS: 0,
    message: {
      vi: 'Lúc khởi động không đọc được nhật ký ghi của cơ sở dữ liệu: đã khôi phục {recovered} lần ghi, mất {lost}. Bản gốc được giữ trong thư mục dữ liệu: {file}.',
      en: 'The log of the database could not be read at the start: {recovered} writes were recovered, {lost} are lost. The log is kept in the data folder as {file}.',
    },
  },
  'system-spool': {
    id: 'system-spool',
    severity: 'high',
    holdS: 300,
    restS: 60,
    message: {
      vi: 'InfluxDB không nhận số liệu đã hơn 5 phút. Số liệu được giữ trên đĩa và sẽ gửi sau: lúc báo có {rows} giá trị đang chờ.',
      en: 'InfluxDB has taken nothing for more than 5 minutes. Data waits on disk and will be sent: {rows} values so far.',
    },
  },
  'system-broker': {
    id: 'system-broker',
    severity: 'high',
    holdS: 60,
    restS: 10,
    message: {
      vi: 'Mất kết nối với máy chủ MQTT bên ngoài: số liệu hiện trường không về được.',
      en: 'No connection to the outside MQTT broker: data from the field does not arrive.',
    },
  },
  'system-channel': {
    id: 'system-channel',
    severity: 'high',
    holdS: 0,
    restS: 0,
    message: {
      vi: 'Kênh báo tin không gửi được hết: {channels}. Có người nhận qua kênh này chưa biết các cảnh báo mới.',
      en: 'Notices do not all get through: {channels}. Some who are told by this channel do not know of new alarms.',
    },
    names: true,
  },
} as const satisfies Record<string, SystemRule>

export type SystemRuleId = keyof typeof SYSTEM_RULES
