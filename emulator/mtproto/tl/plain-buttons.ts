/** Buttons of bots as they were before they had styles: the same in layers 144 to 198. */
export const plainButtons: string[] = [
  'keyboardButton#a2fa4880 text:string = KeyboardButton;',
  'keyboardButtonUrl#258aff05 text:string url:string = KeyboardButton;',
  'keyboardButtonCallback#35bbdb6b flags:# requires_password:flags.0?true text:string data:bytes = KeyboardButton;',
  'keyboardButtonRequestPhone#b16a6c29 text:string = KeyboardButton;',
  'keyboardButtonRequestGeoLocation#fc796b3f text:string = KeyboardButton;',
  'keyboardButtonBuy#afd93fbb text:string = KeyboardButton;',
  'keyboardButtonUrlAuth#10b78d29 flags:# text:string fwd_text:flags.0?string url:string button_id:int = KeyboardButton;',
  'keyboardButtonWebView#13767230 text:string url:string = KeyboardButton;',
  'keyboardButtonSimpleWebView#a0c0505c text:string url:string = KeyboardButton;',
];
