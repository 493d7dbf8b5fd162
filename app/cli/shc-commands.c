/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands: names, words, options and help, in the order of help. */

#define G_LOG_DOMAIN "shc-commands"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-commands.h"

static const ShcOption global_options[] = {
  { "vault", "DIR", N_("the folder of another journal") },
  { "passphrase-file", "FILE", N_("a file whose first line is the passphrase; it goes before the keyring"),
    SHC_OPTION_FILE },
  { "no-keyring", NULL, N_("open the journal without the keyring") },
  { "json", NULL, N_("print one JSON value for programs") },
  { "help", NULL, N_("explain the program or one command") },
  { "version", NULL, N_("print the version") },
  { NULL },
};

#define OPTION_PROFILE                                                                             \
  { "email", "ADDRESS", N_("your e-mail address; nothing is sent to it") },                        \
  { "goals", "TEXT|-", N_("what you hope for, in your words"), SHC_OPTION_TEXT },                  \
  { "fasting-experience", "LEVEL", N_("none, beginner, some or experienced") },                    \
  { "journey-start", "DATE", N_("the first day of your journey") },                                \
  { "adult", "yes|no", N_("whether you are 18 or older; not said counts as no") }

#define OPTION_PERIOD                                                                              \
  { "from", "DATE", N_("only from this day on") },                                                 \
  { "to", "DATE", N_("only up to this day") }

#define OPTION_RECOVERY                                                                            \
  { "recovery-file", "FILE", N_("a file whose first line is the recovery code"), SHC_OPTION_FILE }

#define OPTION_NEW_PASSPHRASE                                                                      \
  { "new-passphrase-file", "FILE", N_("a file whose first line is the new passphrase"),            \
    SHC_OPTION_FILE }

#define OPTION_INTAKE                                                                              \
  { "take", NULL, N_("of a form: put the answers into your profile") },                            \
  { "response", "ID", N_("of a form: which response is yours") },                                  \
  { "map", "FIELD=REF", N_("of a form: which question fills which field of the profile; can be given several times"), \
    SHC_OPTION_REPEATS },                                                                          \
  { "only", "FIELD", N_("of a form: take nothing but this field; can be given several times"), SHC_OPTION_REPEATS }

static const ShcCommand commands[] = {
  {
    .name = "init", .group = SHC_GROUP_VAULT, .arguments = "--healing-name NAME",
    .run = shc_cmd_init, .summary = N_("make a new journal"),
    .details = N_("Opened by this computer’s keyring, by a passphrase, or by both. A recovery code "
                  "is always made and shown once: keep it on paper. Consent is about keeping "
                  "things outside this computer (storage, chat-history, companion, mailing, "
                  "separated by commas); writing here never needs it."),
    .options = {
      { "healing-name", "NAME", N_("how you want to be called") },
      OPTION_PROFILE,
      { "consent", "LIST", N_("what you agree to; nothing unless given") },
      { "allow-remote-folder", NULL, N_("also on a network or synchronised folder, where two "
                                        "computers can damage a journal") },
    },
  },
  {
    .name = "vault status", .group = SHC_GROUP_VAULT, .arguments = "",
    .run = shc_cmd_vault_status, .summary = N_("say how the journal is, without asking anything"),
  },
  {
    .name = "vault verify", .group = SHC_GROUP_VAULT, .arguments = "",
    .run = shc_cmd_vault_verify, .summary = N_("check every page, record and index of it"),
  },
  {
    .name = "vault set-passphrase", .group = SHC_GROUP_VAULT, .arguments = "",
    .run = shc_cmd_vault_set_passphrase, .summary = N_("set or change the passphrase"),
    .details = N_("An old copy of the journal still opens with its old passphrase."),
    .options = { OPTION_NEW_PASSPHRASE },
  },
  {
    .name = "vault new-recovery-code", .group = SHC_GROUP_VAULT, .arguments = "",
    .run = shc_cmd_vault_new_recovery_code, .summary = N_("replace the recovery code"),
    .details = N_("Asks for the passphrase again. The former code opens the journal no more."),
  },
  {
    .name = "vault unlock-with-recovery-code", .group = SHC_GROUP_VAULT, .arguments = "",
    .run = shc_cmd_vault_unlock_with_recovery_code,
    .summary = N_("set a new passphrase after a lost one, or a lost keyring"),
    .options = { OPTION_RECOVERY, OPTION_NEW_PASSPHRASE },
  },
  {
    .name = "vault remember-in-keyring", .group = SHC_GROUP_VAULT, .arguments = "",
    .run = shc_cmd_vault_remember_in_keyring,
    .summary = N_("let this computer’s keyring open the journal"),
  },
  {
    .name = "vault forget-keyring", .group = SHC_GROUP_VAULT, .arguments = "",
    .run = shc_cmd_vault_forget_keyring, .summary = N_("take the key out of the keyring"),
    .details = N_("Refused if only the recovery code would remain."),
  },
  {
    .name = "lock", .group = SHC_GROUP_VAULT, .arguments = "",
    .run = shc_cmd_lock, .summary = N_("tell the open window to lock"),
  },
  {
    .name = "backup", .group = SHC_GROUP_VAULT, .arguments = "FILE | --auto", .max = 1,
    .run = shc_cmd_backup, .summary = N_("make an encrypted copy and prove it"),
    .details = N_("Works while the journal is in use and never overwrites a file."),
    .options = { { "auto", NULL, N_("into the journal’s own folder, where the newest of each of seven days stays") } },
  },
  {
    .name = "restore", .group = SHC_GROUP_VAULT, .arguments = "FILE", .min = 1, .max = 1, .file = 1,
    .run = shc_cmd_restore, .summary = N_("bring a copy back"),
    .details = N_("Nothing is overwritten: a journal that is there already is moved aside, and "
                  "where to is said."),
    .options = { { "into", "DIR", N_("the folder to bring it back into") }, OPTION_RECOVERY },
  },
  {
    .name = "doctor", .group = SHC_GROUP_VAULT, .arguments = "",
    .run = shc_cmd_doctor, .summary = N_("describe this installation for a report"),
    .details = N_("Versions, folders, keyring, permissions, last backup and free space: nothing "
                  "you wrote and no names, safe to paste."),
  },

  {
    .name = "reflect", .group = SHC_GROUP_REFLECTIONS, .arguments = "[TEXT|-]", .max = 1, .text = 1,
    .writes = TRUE, .run = shc_cmd_reflect, .summary = N_("write a reflection"),
    .details = N_("Without a text it is typed in the terminal until Ctrl-D. “-” takes it from "
                  "standard input, byte for byte: better for anything private, since other "
                  "programs can see the words of a command."),
    .options = {
      { "milestone", "TEXT", N_("such as “Day 7”") },
      { "date", "DATE", N_("YYYY-MM-DD, or with a time as ISO 8601 has it; now unless given") },
      { "mood", "1-5", N_("1 is low, 5 is high") },
      { "tag", "TAG", N_("can be given several times"), SHC_OPTION_REPEATS },
      { "never-send", NULL, N_("never let it leave this computer") },
      { "editor", NULL, N_("write it in $EDITOR, which may keep copies of its own") },
    },
  },
  {
    .name = "list", .group = SHC_GROUP_REFLECTIONS, .arguments = "",
    .run = shc_cmd_list, .summary = N_("list reflections, newest first"),
    .options = {
      { "limit", "N", N_("how many at most (50)") },
      { "after", "ID", N_("go on behind this one") },
      OPTION_PERIOD,
      { "milestone", "TEXT", N_("only with this milestone") },
      { "tag", "TAG", N_("only with this tag") },
      { "mood", "1-5", N_("only with this mood") },
      { "trash", NULL, N_("those in the trash instead") },
    },
  },
  {
    .name = "show", .group = SHC_GROUP_REFLECTIONS, .arguments = "ID", .min = 1, .max = 1,
    .run = shc_cmd_show, .summary = N_("show one reflection"),
    .details = N_("An ID can be shortened to its first eight characters."),
    .options = { { "versions", NULL, N_("its former texts as well") } },
  },
  {
    .name = "search", .group = SHC_GROUP_REFLECTIONS, .arguments = "QUERY|-", .min = 1,
    .max = SHC_ANY_NUMBER, .text = 1, .dashes = TRUE,
    .run = shc_cmd_search, .summary = N_("find words in all reflections"),
    .details = N_("Words, \"whole phrases\", begin* and -without, in any script. “-” reads the "
                  "query from standard input."),
    .options = {
      { "limit", "N", N_("how many at most (50)") },
      OPTION_PERIOD,
      { "milestone", "TEXT", N_("only with this milestone") },
      { "tag", "TAG", N_("only with this tag") },
      { "order", "recent|best", N_("newest first (unless given), or best matches first") },
    },
  },
  {
    .name = "edit", .group = SHC_GROUP_REFLECTIONS, .arguments = "ID [TEXT|-]", .min = 1, .max = 2,
    .text = 2, .writes = TRUE, .run = shc_cmd_edit, .summary = N_("change a reflection"),
    .details = N_("The former text stays as a version. An empty milestone or tag, or mood “none”, "
                  "takes them away; tags that are given take the place of all former ones."),
    .options = {
      { "milestone", "TEXT", N_("such as “Day 7”") },
      { "date", "DATE", N_("YYYY-MM-DD, or with a time as ISO 8601 has it") },
      { "mood", "1-5|none", N_("1 is low, 5 is high") },
      { "tag", "TAG", N_("can be given several times"), SHC_OPTION_REPEATS },
      { "never-send", NULL, N_("never let it leave this computer") },
      { "may-send", NULL, N_("take that mark away") },
      { "editor", NULL, N_("change it in $EDITOR, which may keep copies of its own") },
      { "restore-version", "TIME", N_("bring a former text back, named by its “updated” time") },
    },
  },
  {
    .name = "trash", .group = SHC_GROUP_REFLECTIONS, .arguments = "ID…", .min = 1,
    .max = SHC_ANY_NUMBER, .writes = TRUE, .run = shc_cmd_trash,
    .summary = N_("put reflections into the trash"),
    .details = N_("The trash is never emptied by itself."),
  },
  {
    .name = "untrash", .group = SHC_GROUP_REFLECTIONS, .arguments = "ID…", .min = 1,
    .max = SHC_ANY_NUMBER, .writes = TRUE, .run = shc_cmd_untrash,
    .summary = N_("take them out of the trash"),
  },
  {
    .name = "purge", .group = SHC_GROUP_REFLECTIONS, .arguments = "ID… --yes", .min = 1,
    .max = SHC_ANY_NUMBER, .writes = TRUE, .run = shc_cmd_purge,
    .summary = N_("end reflections for good, with all their versions"),
    .details = N_("Copies in backups made before stay there."),
    .options = { { "yes", NULL, N_("needed, since nothing brings them back") } },
  },
  {
    .name = "import", .group = SHC_GROUP_REFLECTIONS, .arguments = "PATH | --undo ID", .max = 1,
    .file = 1, .writes = TRUE, .run = shc_cmd_import, .summary = N_("take in reflections from a file"),
    .details = N_("All of them or none. What is there already is recognised and counted. A jsonl file "
                  "has one object a line: {\"date\":…,\"text\":…}, and if wanted \"id\", "
                  "\"milestone\", \"mood\" (1 to 5), \"tags\" (a list), \"never_send\" (true or "
                  "false) and \"trashed\" (null or a time)."),
    .options = {
      { "format", "FORMAT", N_("auto (unless given), shc, jsonl, jrnl, or typeform for your answers to a form") },
      { "dry-run", NULL, N_("only say what would be taken in") },
      { "undo", "ID", N_("take an import back, except what was edited since") },
      OPTION_INTAKE,
    },
  },
  {
    .name = "export", .group = SHC_GROUP_REFLECTIONS, .arguments = "PATH --format FORMAT", .min = 1,
    .max = 1, .run = shc_cmd_export, .summary = N_("write reflections to a file that is not encrypted"),
    .details = N_("shc is a package of everything about reflections that imports back without loss; "
                  "jsonl has one reflection a line; markdown is a folder of texts, or one text if PATH "
                  "ends in .md or .markdown."),
    .options = {
      { "format", "FORMAT", N_("shc, jsonl or markdown") },
      OPTION_PERIOD,
      { "tag", "TAG", N_("only with this tag") },
    },
  },

  {
    .name = "profile", .group = SHC_GROUP_ABOUT, .arguments = "",
    .run = shc_cmd_profile, .summary = N_("show who writes here"),
  },
  {
    .name = "profile set", .group = SHC_GROUP_ABOUT, .arguments = "",
    .writes = TRUE, .run = shc_cmd_profile_set, .summary = N_("change that"),
    .details = N_("An empty value takes what was there away."),
    .options = { { "healing-name", "NAME", N_("how you want to be called") }, OPTION_PROFILE },
  },
  {
    .name = "consent", .group = SHC_GROUP_ABOUT, .arguments = "",
    .run = shc_cmd_consent, .summary = N_("show all that was agreed to or withdrawn"),
    .details = N_("Then what holds now: a consent lapses when another one would get what it allows. With --json each "
                  "entry has its words and its hash, as a copy to keep elsewhere."),
  },
  {
    .name = "consent grant", .group = SHC_GROUP_ABOUT, .arguments = "WHAT", .min = 1, .max = 1,
    .writes = TRUE, .run = shc_cmd_consent_grant,
    .summary = N_("agree to storage, chat-history, companion or mailing"),
    .details = N_("What you agree to is shown in full, and in a terminal you are asked. Nothing is "
                  "sent by this."),
    .options = { { "yes", NULL, N_("agree without being asked") } },
  },
  {
    .name = "consent withdraw", .group = SHC_GROUP_ABOUT, .arguments = "WHAT", .min = 1, .max = 1,
    .writes = TRUE, .run = shc_cmd_consent_withdraw, .summary = N_("take an agreement back"),
  },
  {
    .name = "consent verify", .group = SHC_GROUP_ABOUT, .arguments = "",
    .run = shc_cmd_consent_verify, .summary = N_("check that no entry was changed afterwards"),
    .details = N_("It cannot show that the newest entries were cut off together with the note of where the record "
                  "ends, or that all of it was written anew; a copy that you kept elsewhere can."),
  },
  {
    .name = "settings", .group = SHC_GROUP_ABOUT, .arguments = "",
    .run = shc_cmd_settings, .summary = N_("show all settings"),
  },
  {
    .name = "settings get", .group = SHC_GROUP_ABOUT, .arguments = "KEY", .min = 1, .max = 1,
    .run = shc_cmd_settings_get, .summary = N_("show one"),
  },
  {
    .name = "settings set", .group = SHC_GROUP_ABOUT, .arguments = "KEY VALUE|-", .min = 2, .max = 2,
    .text = 2, .writes = TRUE, .run = shc_cmd_settings_set, .summary = N_("change one"),
    .lists_settings = TRUE,
    .details = N_("An empty value goes back to what holds unless it is set. Instructions for the companion that hold "
                  "while a milestone is the present one are a setting each: “companion.prompt.Day 7”."),
  },

  {
    .name = "chat", .group = SHC_GROUP_COMPANION, .arguments = "[MESSAGE|-]", .max = 1, .text = 1,
    .run = shc_cmd_chat, .summary = N_("talk with an AI companion"),
    .details = N_("Sends the message, with what you include, to the server in openai.base-url, and prints the reply as "
                  "it comes; Ctrl-C stops it and keeps what came. Without a message you talk line by line. It is "
                  "an AI: no therapist, and no doctor. Your consent to “companion” is needed; what is said is "
                  "kept only with consent to “chat-history”, and for a time. A message that speaks of danger "
                  "is not sent unless you say so."),
    .options = {
      { "conversation", "ID", N_("go on with one that is kept") },
      { "regenerate", NULL, N_("have the last message of that conversation answered anew; the reply before stays until "
                               "the new one comes") },
      { "include", "ID", N_("a reflection that goes along; can be given several times"), SHC_OPTION_REPEATS },
      { "save", NULL, N_("keep the conversation, if you agreed to that") },
      { "no-save", NULL, N_("keep nothing of it") },
      { "model", "NAME", N_("another model than the one that is set") },
      { "preview", NULL, N_("print exactly what would be sent, and send nothing") },
      { "send-anyway", NULL, N_("send it even if it speaks of danger") },
    },
  },
  {
    .name = "conversations", .group = SHC_GROUP_COMPANION, .arguments = "",
    .run = shc_cmd_conversations, .summary = N_("list the conversations that are kept"),
    .details = N_("After a large jump of this computer’s clock, what is over by it is hidden, but removed only when you say "
                  "that the date is right."),
    .options = { { "confirm-date", NULL, N_("the date is right: remove what is over") } },
  },
  {
    .name = "conversation", .group = SHC_GROUP_COMPANION, .arguments = "ID", .min = 1, .max = 1,
    .run = shc_cmd_conversation, .summary = N_("show one of them"),
  },
  {
    .name = "conversation delete", .group = SHC_GROUP_COMPANION, .arguments = "ID", .min = 1, .max = 1,
    .run = shc_cmd_conversation_delete, .summary = N_("remove one of them for good"),
  },
  {
    .name = "conversation keep", .group = SHC_GROUP_COMPANION, .arguments = "ID", .min = 1, .max = 1, .writes = TRUE,
    .run = shc_cmd_conversation_keep, .summary = N_("make a reflection of one of them"),
    .details = N_("The reflection has the date at which the conversation began. What the AI said is marked as its words. "
                  "The conversation itself still ends on its day."),
  },
  {
    .name = "models", .group = SHC_GROUP_COMPANION, .arguments = "",
    .run = shc_cmd_models, .summary = N_("ask the server which models it offers"),
    .details = N_("With --look it is this computer that is asked, at the usual ports of Ollama (11434), llama.cpp (8080) and "
                  "LM Studio (1234), and no server elsewhere. Nothing of yours goes along, and nothing is changed."),
    .options = { { "look", NULL, N_("look for a server on this computer instead") } },
  },
  {
    .name = "usage", .group = SHC_GROUP_COMPANION, .arguments = "",
    .run = shc_cmd_usage, .summary = N_("show how much was asked of language models, and what it cost"),
    .options = { { "month", "MONTH", N_("only of this month, such as 2026-11") } },
  },
  {
    .name = "secret set", .group = SHC_GROUP_COMPANION, .arguments = "NAME", .min = 1, .max = SHC_ANY_NUMBER,
    .input = TRUE, .run = shc_cmd_secret_set,
    .summary = N_("store your key for openai, airtable, mailchimp or typeform"),
    .details = N_("The key is read from standard input, or typed unseen in the terminal, and kept in this "
                  "computer’s keyring alone: not in the journal, and in no backup. Nothing is sent by this."),
  },
  {
    .name = "secret list", .group = SHC_GROUP_COMPANION, .arguments = "",
    .run = shc_cmd_secret_list, .summary = N_("say which keys are stored, never the keys"),
  },
  {
    .name = "secret clear", .group = SHC_GROUP_COMPANION, .arguments = "NAME", .min = 1, .max = 1,
    .run = shc_cmd_secret_clear, .summary = N_("remove a key from the keyring"),
    .details = N_("The service still takes it until you end it there."),
  },
  {
    .name = "secret test", .group = SHC_GROUP_COMPANION, .arguments = "NAME", .min = 1, .max = 1,
    .run = shc_cmd_secret_test, .summary = N_("ask the service once whether it takes the key"),
  },
  {
    .name = "share mailchimp", .group = SHC_GROUP_SHARING, .arguments = "--plan | --run | …",
    .run = shc_cmd_share_mailchimp, .summary = N_("join, change or leave a list of e-mails at Mailchimp"),
    .details = N_("Look at the plan first: it says field by field what would be sent. It is your e-mail address, your Healing "
                  "Name, and milestones such as “Day 7”, as tags and as events that start the list’s mails; never a word of "
                  "a reflection. --run needs your consent (shc consent grant mailing); leaving needs none. Mails and events "
                  "cannot be taken back."),
    .options = {
      { "plan", NULL, N_("show what would be done, and do nothing (alone, or with another one)") },
      { "run", NULL, N_("join, or send what has changed; you are asked by mail first") },
      { "resume", NULL, N_("go on with a run that was cut off") },
      { "undo", NULL, N_("take the last run back") },
      { "unsubscribe", NULL, N_("leave the list; Mailchimp keeps what it has of you") },
      { "archive", NULL, N_("be put out of sight there; nothing is deleted") },
      { "forget", NULL, N_("have all of yours in the list deleted for good") },
      { "rejoin", NULL, N_("after leaving: be asked by mail whether you want back") },
      { "own-milestones", NULL, N_("also milestones in your own words") },
      { "every-milestone", NULL, N_("events for earlier milestones, too") },
      { "tell-again", NULL, N_("once more what may have gone already") },
      { "yes", NULL, N_("do not ask; also what somebody changed there since") },
    },
  },
  {
    .name = "fetch typeform", .group = SHC_GROUP_SHARING, .arguments = "", .writes = TRUE,
    .run = shc_cmd_fetch_typeform, .summary = N_("bring in your answers to an intake form"),
    .details = N_("Asks Typeform for one response: the one you name, or the one with your e-mail address, which itself is "
                  "not sent. Others’ answers are neither kept nor shown. What it would change in your profile is shown; "
                  "--take changes it. Consent comes only from a plain yes to the question that you say is about it."),
    .options = {
      { "form", "ID", N_("another form than the one that is set: its id or its address") },
      { "plan", NULL, N_("only show what would be changed, as without --take") },
      OPTION_INTAKE,
    },
  },
  {
    .name = "activity", .group = SHC_GROUP_COMPANION, .arguments = "",
    .run = shc_cmd_activity, .summary = N_("show what left this computer, newest first"),
    .details = N_("Each request is written down before it goes out: when, to which service, what for and how "
                  "much, but nothing of what it held. Only the journal and its backups have this record."),
    .options = {
      { "since", "DATE", N_("only from this day or time on") },
      { "service", "NAME", N_("only to this one: openai, airtable, mailchimp or typeform") },
      { "purpose", "NAME", N_("only for this, such as “chat” or “share”") },
      { "status", "HOW", N_("only what ended so: answered, refused or unfinished") },
      { "csv", NULL, N_("print a table for other programs (RFC 4180)") },
    },
  },

  {
    .name = "share airtable", .group = SHC_GROUP_SHARING, .arguments = "--plan | --run | …",
    .run = shc_cmd_share_airtable, .summary = N_("share the profile and reflections with a base of Airtable"),
    .details = N_("Look at the plan first: it says record by record and field by field what would be written. Reflections "
                  "marked “never send” are never in it. Whoever may read the base reads what you share; the best is a base of "
                  "your own. --run needs your consent to storage there (shc consent grant storage), and so does --prepare where it "
                  "makes something; looking, --undo and --forget do not."),
    .options = {
      { "plan", NULL, N_("show what would be done, and do nothing (alone, or with --run, --undo, --forget)") },
      { "run", NULL, N_("do it") },
      { "only", "ID", N_("only this reflection, and the profile"), SHC_OPTION_REPEATS },
      { "resume", NULL, N_("go on with a run that was cut off") },
      { "undo", NULL, N_("take the last run back") },
      { "forget", NULL, N_("delete everything of yours there") },
      { "prepare", NULL, N_("check the base’s tables and columns, and, once you agreed to storage there, make what is missing") },
      { "yes", NULL, N_("do not ask; also what was changed or deleted there by others") },
    },
  },
  {
    .name = "fetch airtable", .group = SHC_GROUP_SHARING, .arguments = "", .writes = TRUE,
    .run = shc_cmd_fetch_airtable, .summary = N_("bring back what was written or changed in a base of Airtable"),
    .details = N_("Only rows that belong to your own row there. New ones become reflections; what was changed there and not "
                  "here becomes an edit, and the former text is kept. What was changed at both ends stays as it is here, and "
                  "the text from there is kept among the former ones. Nothing is deleted here, and nothing is changed there. "
                  "Needs your consent to storage there (shc consent grant storage). For whoever keeps a base, --save-base "
                  "saves all of it, of everybody, in a file that is encrypted like a backup."),
    .options = {
      { "plan", NULL, N_("show what would come back, and change nothing") },
      { "save-base", "FILE", N_("save the whole base in this file, encrypted") },
      { "open-base", "FILE", N_("write such a file out as JSON and CSV, which anybody can read") },
      { "to", "DIR", N_("the folder for that; nothing is overwritten") },
      OPTION_RECOVERY,
    },
  },

  {
    .name = "safety", .group = SHC_GROUP_SUPPORT, .arguments = "TEXT|- | --batch", .max = 1, .text = 1,
    .run = shc_cmd_safety, .summary = N_("check a text for danger, and show who can help"),
    .details = N_("On this computer alone: no journal is opened, nothing is kept and nothing is sent. The "
                  "check always reads all its languages; --language and --country choose the card. It is "
                  "no diagnosis, and it misses things."),
    .options = {
      { "batch", NULL, N_("read one JSON string a line from standard input, answer one JSON value a line") },
      { "language", "CODE", N_("the card’s language: en, es, de, fr, pt or ar") },
      { "country", "CC", N_("the country whose numbers are shown, such as US") },
    },
  },
  {
    .name = "fasting-check", .group = SHC_GROUP_SUPPORT, .arguments = "",
    .run = shc_cmd_fasting_check, .summary = N_("say privately what makes fasting unsafe for you"),
    .details = N_("Eight questions, each answered by yes, no, or unsaid. Any yes and any silence turn fasting off as a "
                  "subject of the companion; that is all that is ever sent, none of the answers. It is no medical "
                  "advice."),
    .options = {
      { "pregnancy", "ANSWER", N_("pregnant, or nursing a child") },
      { "under-18", "ANSWER", N_("under 18") },
      { "diabetes", "ANSWER", N_("diabetes, or insulin") },
      { "medicines", "ANSWER", N_("medicines that go with food, or at the same time every day") },
      { "eating-disorder", "ANSWER", N_("an eating disorder, now or in the past") },
      { "low-weight", "ANSWER", N_("a low weight, or much of it lost without wanting to") },
      { "heart-or-kidneys", "ANSWER", N_("a disease of the heart or the kidneys") },
      { "operation", "ANSWER", N_("an operation or a serious illness in the last months") },
    },
  },
  {
    .name = "safety-plan", .group = SHC_GROUP_SUPPORT, .arguments = "",
    .run = shc_cmd_safety_plan, .summary = N_("show your safety plan"),
    .details = N_("Six steps in your own words for when it gets hard. They are kept in the journal, never "
                  "sent, and never shown to a companion."),
  },
  {
    .name = "safety-plan show", .group = SHC_GROUP_SUPPORT, .arguments = "",
    .run = shc_cmd_safety_plan, .summary = N_("the same"),
  },
  {
    .name = "safety-plan print", .group = SHC_GROUP_SUPPORT, .arguments = "",
    .run = shc_cmd_safety_plan, .summary = N_("the same, to send to a printer: “| lpr”"),
  },
  {
    .name = "safety-plan edit", .group = SHC_GROUP_SUPPORT, .arguments = "STEP TEXT|-", .min = 2, .max = 2,
    .text = 2, .writes = TRUE, .run = shc_cmd_safety_plan_edit, .summary = N_("write one of its steps, 1 to 6"),
    .details = N_("1 signs that it is getting hard, 2 what I can do by myself, 3 people and places that take my "
                  "mind off it, 4 people I can ask for help, 5 professionals and help lines, 6 making where I am "
                  "safer. An empty text takes the step out."),
  },

  {
    .name = "api chat", .group = SHC_GROUP_PROGRAMS, .arguments = "", .endpoint = TRUE,
    .run = shc_cmd_api_chat,
    .summary = N_("talk with the companion as the former web service did"),
    .details = N_("Reads {\"message\":…,\"healingName\":…,\"consent\":true|false} from standard input and answers "
                  "{\"response\":…}, with \"held\":true if the message speaks of danger and was not sent, "
                  "\"state\" and \"message\" if the reply is not whole, \"safety\" if the message gives cause for "
                  "concern, or {\"error\":…}. It keeps what was said only if consent is true and was given here too."),
  },
  {
    .name = "api reflection", .group = SHC_GROUP_PROGRAMS, .arguments = "", .endpoint = TRUE,
    .writes = TRUE, .run = shc_cmd_api_reflection,
    .summary = N_("keep a reflection as the former web service did"),
    .details = N_("Reads {\"healingName\":…,\"reflection\":…,\"milestone\":…} from standard input "
                  "and answers {\"status\":\"success\"}, or {\"error\":…}."),
  },
};

const ShcCommand *
shc_commands_get (guint *n_commands)
{
  *n_commands = G_N_ELEMENTS (commands);
  return commands;
}

const ShcOption *
shc_commands_get_global (void)
{
  return global_options;
}
