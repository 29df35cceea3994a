/** What is read on each of the official colours of VN_AQI, by band. They stand nowhere else on the screen. */
export const AQI_INK = ['#062b00', '#2b2b00', '#2b1500', '#1a0000', '#ffffff', '#ffffff'] as const
