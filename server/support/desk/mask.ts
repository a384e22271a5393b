/** `lin.zhixia@mail.example` → `l••••@mail.example`: enough to compare with what somebody says, too little to write to. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const [first = ''] = email;
  return at < 1 ? '••••' : `${first}••••${email.slice(at)}`;
}

/** `+8613800006620` → `•••• 6620`. */
export const maskPhone = (phone: string): string => `•••• ${phone.slice(-4)}`;
