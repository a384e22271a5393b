// The words of the security questions, as data: the same text is shown, and compared with an answer that repeats it.
import type { SecurityQuestion } from './api/security-questions.ts';
import type { Locale } from './locale.ts';

/**
 * They ask for what stays true, what one remembers after years, and what neither a register nor a profile page tells. Own wording is not
 * taken: people write questions that hold the answer, or that everybody near them can answer.
 */
export const QUESTION_TEXTS: Readonly<Record<SecurityQuestion, Readonly<Record<Locale, string>>>> = {
  first_teacher: { en: 'What was your first teacher called?', 'zh-CN': '你怎么称呼自己的第一位老师？' },
  childhood_street: {
    en: 'Which street did you play in?',
    'zh-CN': '小时候你常在哪条街上玩？',
  },
  childhood_friend: {
    en: 'Who was your first best friend?',
    'zh-CN': '小学时你怎么称呼最好的朋友？',
  },
  first_job_place: {
    en: 'Where did you first earn money?',
    'zh-CN': '你第一次挣到钱是在什么地方？',
  },
  first_concert: {
    en: 'Whose concert was your first?',
    'zh-CN': '你第一次去听的是谁的演唱会？',
  },
  first_journey_alone: {
    en: 'Where did you first travel alone?',
    'zh-CN': '你第一次独自出门去了哪里？',
  },
  favourite_childhood_book: {
    en: 'Which book did you love as a child?',
    'zh-CN': '小时候你读得最多的是哪本书？',
  },
  childhood_hiding_place: {
    en: 'Where did you hide as a child?',
    'zh-CN': '小时候你喜欢躲在哪里？',
  },
  first_dish_cooked: {
    en: 'What did you cook first?',
    'zh-CN': '你自己做的第一道菜是什么？',
  },
  lost_thing: {
    en: 'Which lost toy did you miss most?',
    'zh-CN': '小时候丢了什么东西让你念念不忘？',
  },
  childhood_dream_job: {
    en: 'What did you want to be at ten?',
    'zh-CN': '十岁时你想长大做什么？',
  },
  grandparents_village: {
    en: 'Where did your grandparents live?',
    'zh-CN': '你的祖辈住过的地方叫什么？',
  },
};
