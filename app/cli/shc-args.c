/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line taken apart: words, options, and who reads standard input. */

#define G_LOG_DOMAIN "shc-args"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-args.h"
#include "shc-cli-error.h"

static gboolean
is_option (const char *word)
{
  return word[0] == '-' && word[1] != '\0';
}

static const ShcOption *
find_in (const ShcOption *options,
         const char      *name,
         gsize            length)
{
  for (; options->name != NULL; options++)
    if (strlen (options->name) == length && strncmp (options->name, name, length) == 0)
      return options;

  return NULL;
}

static const ShcOption *
find_option (const ShcCommand *command,
             const char       *name,
             gsize             length)
{
  const ShcOption *option = find_in (shc_commands_get_global (), name, length);

  if (option == NULL && command != NULL)
    option = find_in (command->options, name, length);
  return option;
}

/* A value may begin with dashes, but an option that follows shows that the value was forgotten. */
static gboolean
is_known_option (const ShcCommand *command,
                 const char       *word)
{
  return g_str_has_prefix (word, "--")
         && find_option (command, word + 2, strcspn (word + 2, "=")) != NULL;
}

static const ShcCommand *
find_command (const char *first,
              const char *second)
{
  guint n;
  const ShcCommand *commands = shc_commands_get (&n);
  g_autofree char *name = second != NULL ? g_strconcat (first, " ", second, NULL) : g_strdup (first);

  for (guint i = 0; i < n; i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];

  return NULL;
}

/* Skips a global option and its value. Returns: the index after it, or -1 if it is none. */
static int
skip_global (char **argv,
             int    i)
{
  const char *name = argv[i] + 2;
  gsize length = strcspn (name, "=");
  const ShcOption *option;

  if (!g_str_has_prefix (argv[i], "--") || name[0] == '\0')
    return g_str_equal (argv[i], "-h") ? i + 1 : -1;
  option = find_in (shc_commands_get_global (), name, length);
  if (option == NULL)
    return -1;
  if (option->value != NULL && name[length] == '\0' && argv[i + 1] != NULL
      && !is_known_option (NULL, argv[i + 1]))
    return i + 2;
  return i + 1;
}

/* The index of the next word behind global options only, or -1. */
static int
next_word (char **argv,
           int    i)
{
  while (argv[i] != NULL && is_option (argv[i]))
    {
      i = skip_global (argv, i);
      if (i < 0)
        return -1;
    }

  return argv[i] != NULL ? i : -1;
}

static void
set_unknown_command (const char  *first,
                     const char  *second,
                     GError     **error)
{
  g_autofree char *known = shc_args_get_second_words (first);

  if (known == NULL)
    g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                 _("“%s” is not a command of this version; “shc --help” lists all of them."), first);
  else if (second == NULL)
    g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                 _("“%s” needs one of these behind it: %s."), first, known);
  else
    g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                 _("“%s %s” is not a command; behind “%s” there can be: %s."), first, second, first,
                 known);
}

/* Finds the command's one or two words. @used: their indexes, -1 for none. */
static gboolean
choose_command (ShcArgs  *self,
                char    **argv,
                int       used[2],
                GError  **error)
{
  used[1] = -1;
  used[0] = next_word (argv, 0);
  if (used[0] < 0)
    return TRUE;

  used[1] = next_word (argv, used[0] + 1);
  if (used[1] >= 0)
    self->command = find_command (argv[used[0]], argv[used[1]]);
  if (self->command != NULL)
    return TRUE;

  self->command = find_command (argv[used[0]], NULL);
  if (self->command == NULL)
    {
      /* "shc vault --help" is a question and not a mistake. */
      g_autofree char *known = shc_args_get_second_words (argv[used[0]]);

      if (known != NULL && used[1] < 0
          && (shc_args_find_flag (argv, "help") || g_strv_contains ((const char *const *) argv, "-h")))
        {
          self->group = argv[used[0]];
          return TRUE;
        }
      set_unknown_command (argv[used[0]], used[1] >= 0 ? argv[used[1]] : NULL, error);
      return FALSE;
    }
  used[1] = -1;
  return TRUE;
}

static gboolean
keep_option (ShcArgs          *self,
             const ShcOption  *option,
             const char       *value,
             GError          **error)
{
  GPtrArray *values = g_hash_table_lookup (self->options, option->name);

  if (values == NULL)
    {
      values = g_ptr_array_new_null_terminated (4, NULL, TRUE);
      g_hash_table_insert (self->options, (gpointer) option->name, values);
    }
  else if (option->value != NULL && !(option->flags & SHC_OPTION_REPEATS))
    {
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                   _("--%s can be given only once."), option->name);
      return FALSE;
    }

  g_ptr_array_add (values, (gpointer) value);
  return TRUE;
}

/* Takes the option at argv[i]. Returns: the index after it and its value, or -1. */
static int
take_option (ShcArgs  *self,
             char    **argv,
             int       i,
             GError  **error)
{
  const char *name = g_str_equal (argv[i], "-h") ? "help" : argv[i] + 2;
  gsize length = strcspn (name, "=");
  const ShcOption *option = NULL;
  const char *value = name[length] == '=' ? name + length + 1 : NULL;
  int next = i + 1;

  if (g_str_has_prefix (argv[i], "--") || argv[i] + 2 != name)
    option = find_option (self->command, name, length);
  if (option == NULL)
    {
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                   _("“%.*s” is not an option here; a text that begins with “-” goes behind “--”."),
                   (int) strcspn (argv[i], "="), argv[i]);
      return -1;
    }
  if (option->value == NULL && value != NULL)
    {
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, _("--%s takes no value."),
                   option->name);
      return -1;
    }
  if (option->value != NULL && value == NULL && argv[next] != NULL
      && !is_known_option (self->command, argv[next]))
    value = argv[next++];
  if (option->value != NULL && value == NULL)
    {
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, _("--%s needs a value: %s."),
                   option->name, option->value);
      return -1;
    }

  return keep_option (self, option, value != NULL ? value : "", error) ? next : -1;
}

static gboolean
take_words (ShcArgs   *self,
            char     **argv,
            const int  used[2],
            GError   **error)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_null_terminated (8, NULL, TRUE);
  gboolean dashes = self->command != NULL && self->command->dashes;
  gboolean ended = FALSE;
  int i = 0;

  while (argv[i] != NULL)
    {
      if (i == used[0] || i == used[1])
        {
          i++;
        }
      else if (!ended && g_str_equal (argv[i], "--"))
        {
          ended = TRUE;
          i++;
        }
      else if (ended || !is_option (argv[i])
               || (dashes && argv[i][1] != '-' && !g_str_equal (argv[i], "-h")))
        {
          g_ptr_array_add (words, argv[i++]);
        }
      else
        {
          i = take_option (self, argv, i, error);
          if (i < 0)
            return FALSE;
        }
    }

  self->n_positionals = words->len;
  self->positionals = (const char **) g_ptr_array_free (g_steal_pointer (&words), FALSE);
  return TRUE;
}

static gboolean
check_number (const ShcArgs  *self,
              GError        **error)
{
  const ShcCommand *command = self->command;
  g_autofree char *known = NULL;

  if (command == NULL || self->help || self->version)
    return TRUE;
  if (self->n_positionals < command->min)
    {
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, _("Something is missing: shc %s %s"),
                   command->name, command->arguments);
      return FALSE;
    }
  if (self->n_positionals > command->max && command->max == 0
      && (known = shc_args_get_second_words (command->name)) != NULL)
    {
      set_unknown_command (command->name, self->positionals[0], error);
      return FALSE;
    }
  if (self->n_positionals > command->max)
    {
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                   command->max == 0
                     ? _("“shc %s” takes options only.")
                     : _("These are too many words for “shc %s”; a text of several words goes "
                         "between quotes."),
                   command->name);
      return FALSE;
    }

  return TRUE;
}

/* Adds descriptor @fd, if it is one, to @taken; %FALSE if something else reads it already. */
static gboolean
claim (GArray  *taken,
       int      fd,
       GError **error)
{
  for (guint i = 0; i < taken->len; i++)
    if (fd >= 0 && g_array_index (taken, int, i) == fd)
      {
        g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                             fd == 0
                               ? _("Standard input can serve one thing only; “/dev/fd/3” can serve "
                                   "the second.")
                               : _("One descriptor can serve one thing only."));
        return FALSE;
      }
  if (fd >= 0)
    g_array_append_val (taken, fd);
  return TRUE;
}

/* Of a text only `-` is standard input: "/dev/fd/3" is something to write. */
static int
get_text_fd (const char *text)
{
  return g_str_equal (text, "-") ? 0 : -1;
}

static gboolean
check_inputs (const ShcArgs  *self,
              GError        **error)
{
  g_autoptr(GArray) taken = g_array_new (FALSE, FALSE, sizeof (int));
  const ShcOption *tables[] = { shc_commands_get_global (), self->command->options };
  guint text = self->command->text;
  guint file = self->command->file;

  if ((self->command->input || self->command->endpoint) && !claim (taken, 0, error))
    return FALSE;
  if (text > 0 && self->n_positionals >= text
      && !claim (taken, get_text_fd (self->positionals[text - 1]), error))
    return FALSE;
  if (file > 0 && self->n_positionals >= file && self->positionals[file - 1][0] == '\0')
    {
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                   _("“shc %s” needs the name of a file; this one is empty."), self->command->name);
      return FALSE;
    }
  if (file > 0 && self->n_positionals >= file
      && !claim (taken, shc_args_get_fd (self->positionals[file - 1]), error))
    return FALSE;

  for (gsize t = 0; t < G_N_ELEMENTS (tables); t++)
    for (const ShcOption *option = tables[t]; option->name != NULL; option++)
      {
        const char *value = shc_args_get (self, option->name);

        if (value == NULL || !(option->flags & (SHC_OPTION_FILE | SHC_OPTION_TEXT)))
          continue;
        if (value[0] == '\0' && (option->flags & SHC_OPTION_FILE))
          {
            g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                         _("--%s needs the name of a file."), option->name);
            return FALSE;
          }
        if (!claim (taken,
                    option->flags & SHC_OPTION_FILE ? shc_args_get_fd (value) : get_text_fd (value),
                    error))
          return FALSE;
      }

  return TRUE;
}

static gboolean
check_encoding (char    **argv,
                GError  **error)
{
  for (int i = 0; argv[i] != NULL; i++)
    if (!g_utf8_validate (argv[i], -1, NULL))
      {
        g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                     _("Word %d of the command line is not valid UTF-8."), i + 1);
        return FALSE;
      }

  return TRUE;
}

void
shc_args_free (ShcArgs *self)
{
  g_free (self->positionals);
  g_hash_table_unref (self->options);
  g_free (self);
}

ShcArgs *
shc_args_parse (char    **argv,
                GError  **error)
{
  g_autoptr(ShcArgs) self = g_new0 (ShcArgs, 1);
  int used[2];

  self->options = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) g_ptr_array_unref);
  if (!check_encoding (argv, error)
      || !choose_command (self, argv, used, error)
      || !take_words (self, argv, used, error))
    return NULL;

  self->help = shc_args_has (self, "help");
  self->version = shc_args_has (self, "version");
  if (!check_number (self, error))
    return NULL;
  if (self->command != NULL && !check_inputs (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

gboolean
shc_args_find_flag (char       **argv,
                    const char  *name)
{
  for (int i = 0; argv[i] != NULL && !g_str_equal (argv[i], "--"); i++)
    if (g_str_has_prefix (argv[i], "--") && g_str_equal (argv[i] + 2, name))
      return TRUE;

  return FALSE;
}

char *
shc_args_get_second_words (const char *first)
{
  guint n;
  const ShcCommand *commands = shc_commands_get (&n);
  g_autoptr(GString) words = g_string_new (NULL);
  gsize length = strlen (first);

  for (guint i = 0; i < n; i++)
    if (strncmp (commands[i].name, first, length) == 0 && commands[i].name[length] == ' ')
      g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "",
                              commands[i].name + length + 1);

  return words->len > 0 ? g_string_free (g_steal_pointer (&words), FALSE) : NULL;
}

const char *
shc_args_find_name (char             **argv,
                    const ShcCommand **command)
{
  int first = next_word (argv, 0);
  int second = first >= 0 ? next_word (argv, first + 1) : -1;
  g_autofree char *known = NULL;

  *command = second >= 0 ? find_command (argv[first], argv[second]) : NULL;
  if (*command == NULL && first >= 0)
    *command = find_command (argv[first], NULL);
  if (*command != NULL)
    return (*command)->name;

  known = first >= 0 ? shc_args_get_second_words (argv[first]) : NULL;
  return known != NULL ? argv[first] : NULL;
}

gboolean
shc_args_has (const ShcArgs *self,
              const char    *option)
{
  return g_hash_table_contains (self->options, option);
}

const char *
shc_args_get (const ShcArgs *self,
              const char    *option)
{
  GPtrArray *values = g_hash_table_lookup (self->options, option);

  return values != NULL ? g_ptr_array_index (values, 0) : NULL;
}

const char *const *
shc_args_get_all (const ShcArgs *self,
                  const char    *option)
{
  GPtrArray *values = g_hash_table_lookup (self->options, option);

  return values != NULL ? (const char *const *) values->pdata : NULL;
}

int
shc_args_get_fd (const char *path)
{
  const char *prefixes[] = { "/dev/fd/", "/proc/self/fd/" };

  if (g_str_equal (path, "-") || g_str_equal (path, "/dev/stdin"))
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      guint64 fd;

      if (g_str_has_prefix (path, prefixes[i])
          && g_ascii_string_to_unsigned (path + strlen (prefixes[i]), 10, 0, G_MAXINT, &fd, NULL))
        return (int) fd;
    }

  return -1;
}
