// What the scripts say, Chinese and English in one line.

const english = document.documentElement.lang === "en";

const WORDS = {
  start: ["发一句话试试", "Say something"],
  custom: ["客服消息 · 余 {0} 条", "customer-service · {0} left"],
  mass: ["群发", "mass message"],
  typing: ["对方正在输入…", "typing…"],
  closed: ["关", "closed"],
  left: ["余 {0} 条 · {1}", "{0} left · {1}"],
  used: ["用完 · {0}", "used up · {0}"],
  resetSure: ["清空所有对话、故障和后台数据，重新开始？", "Clear all conversations, faults and console data, and start over?"],
  record: ["录制", "Record"],
  stop: ["停止", "Stop"],
  stopRecording: ["停止录制", "Stop recording"],
  recordFile: ["问渠-录制.chat", "wenqu-recording.chat"],
  playSure: ["重放“{0}”？这会清空所有对话、故障和后台数据。", "Replay “{0}”? This clears all conversations, faults and console data."],
  playing: ["正在重放 {0}…", "Replaying {0}…"],
  playPassed: ["✓ 全部 {0} 步通过，用时 {1} 秒", "✓ all {0} steps passed in {1} s"],
  playFailed: ["✗ 第 {0} 行没有通过", "✗ line {0} did not pass"],
  playWrong: ["✗ 没有重放：{0}", "✗ not replayed: {0}"],
  playLost: ["✗ 重放中断：{0}", "✗ the replay broke off: {0}"],
  expected: ["应有", "expected"],
  heard: ["实际", "heard"],
  done: ["通过", "passed"],
  missed: ["没有通过", "failed"],
  skipped: ["没有做", "not done"],
  send: ["发送", "Send"],
  cancel: ["取消", "Cancel"],
  photo: ["发照片", "Send a photo"],
  photoFile: ["选一张图片（不选就用示例照片）", "Choose a picture (none: a sample)"],
  exif: ["照片里带拍摄位置 (EXIF)", "With the place in its EXIF"],
  place: ["发送位置", "Send a location"],
  placeLabel: ["地点名称", "Name of the place"],
  placeSample: ["中山路与建设大街交叉口", "Zhongshan Road, corner of Jianshe Street"],
  voice: ["发语音", "Send a voice message"],
  recognition: ["平台识别出的文字（可空）", "Recognised text (may be empty)"],
  scan: ["扫描带参数二维码", "Scan a QR code with a scene"],
  scene: ["场景值", "Scene"],
  link: ["分享链接", "Share a link"],
  linkTitle: ["标题", "Title"],
  linkUrl: ["网址", "Address"],
  signed: ["签名 ✓", "signed ✓"],
  forged: ["签名 ✗", "signature ✗"],
  aes: ["AES ✓", "AES ✓"],
  retry: ["第 {0} 次投递", "delivery {0}"],
  noAnswer: ["没有应答", "no answer"],
  replied: ["回复 {0} 字节", "{0} bytes"],
  success: ["success", "success"],
  fault: ["服务故障", "service fault"],
  again: ["将重试", "to be retried"],
  tooLate: ["> 5 秒", "> 5 s"],
  plain: ["回调明文", "Callback, plain"],
  sealed: ["加密信封", "Envelope"],
  query: ["网址参数", "Query"],
  replyPlain: ["回复明文", "Reply, plain"],
  replySealed: ["回复密文", "Reply, sealed"],
  replySigned: ["回复签名 ✓", "reply signed ✓"],
  replyForged: ["回复签名 ✗", "reply signature ✗"],
  request: ["请求", "Request"],
  answer: ["应答", "Answer"],
  window: ["窗口", "Window"],
  days: ["日一二三四五六", "SunMonTueWedThuFriSat"],
};

export function say(name, ...values) {
  const text = WORDS[name][english ? 1 : 0];
  return values.reduce((filled, value, index) => filled.replace("{" + index + "}", value), text);
}

export function labelOf(persona) {
  return english ? persona.label_en.split(",")[0] : persona.label;
}

// "11月24日 周二 10:05:32" from "2026-11-24T10:05:32+08:00".
export function longTime(iso) {
  const [date, clock] = iso.split("T");
  const [year, month, day] = date.split("-").map(Number);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const time = clock.slice(0, 8);
  if (english) {
    const months = "JanFebMarAprMayJunJulAugSepOctNovDec".slice(month * 3 - 3, month * 3);
    return say("days").slice(weekday * 3, weekday * 3 + 3) + " " + day + " " + months + " " + time;
  }
  return month + "月" + day + "日 周" + say("days")[weekday] + " " + time;
}

// The time line between bubbles, without the day when it is the same as today's.
export function shortTime(iso, nowIso) {
  const clock = iso.slice(11, 16);
  return iso.slice(0, 10) === nowIso.slice(0, 10) ? clock : longTime(iso).slice(0, -8) + clock;
}
