using System.Globalization;
using System.Text;

namespace Cocoon.Inference.Chat.Jinja;

/// <summary>
/// Cuts a template into words. White space is handled as transformers sets Jinja up: the line end after a statement goes
/// (trim_blocks), so does the indentation before one (lstrip_blocks), and one line end at the very end.
/// </summary>
internal sealed class TemplateLexer
{
    /// <summary>Longest first.</summary>
    private static readonly string[] Operators =
        ["//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ".", ":", "|"];

    private readonly string _text;
    private readonly List<TemplateToken> _tokens = [];
    private int _at;
    private int _line = 1;
    private bool _lineStarts = true;

    private TemplateLexer(string text) => _text = text;

    /// <exception cref="TemplateException">The text is no template.</exception>
    public static List<TemplateToken> Read(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var lexer = new TemplateLexer(text.EndsWith('\n') ? text[..^1] : text);
        lexer.ReadAll();
        return lexer._tokens;
    }

    private void ReadAll()
    {
        while (_at < _text.Length)
        {
            var open = NextOpening();
            if (open < 0)
            {
                Add(TokenKind.Data, _text[_at..]);
                break;
            }
            ReadData(open);
            Skip(open + 2);
            var kind = _text[open + 1];
            if (_at < _text.Length && _text[_at] is '-' or '+') _at++;
            if (kind == '#') ReadComment();
            else ReadCode(kind == '{' ? TokenKind.OpenOutput : TokenKind.OpenBlock);
        }
        Add(TokenKind.End, "");
    }

    private int NextOpening()
    {
        for (var at = _at; (at = _text.IndexOf('{', at)) >= 0 && at + 1 < _text.Length; at++)
            if (_text[at + 1] is '{' or '%' or '#') return at;
        return -1;
    }

    private void ReadData(int open)
    {
        var data = _text[_at..open];
        var sign = open + 2 < _text.Length ? _text[open + 2] : ' ';
        if (sign == '-')
        {
            data = data.TrimEnd();
        }
        else if (sign != '+' && _text[open + 1] != '{')
        {
            var line = data.LastIndexOf('\n') + 1;
            if ((line > 0 || _lineStarts) && string.IsNullOrWhiteSpace(data[line..])) data = data[..line];
        }
        if (data.Length > 0) Add(TokenKind.Data, data);
    }

    private void ReadComment()
    {
        var end = _text.IndexOf("#}", _at, StringComparison.Ordinal);
        if (end < 0) throw Error("a comment is not closed");
        var sign = _text[end - 1];
        Skip(end + 2);
        AfterClosing(sign, isOutput: false);
    }

    private void ReadCode(TokenKind open)
    {
        Add(open, "");
        var close = open == TokenKind.OpenOutput ? "}}" : "%}";
        var depth = 0;
        while (true)
        {
            while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) Skip(_at + 1);
            if (_at >= _text.Length) throw Error("a tag is not closed");
            var sign = _text[_at];
            var closing = sign is '-' or '+' ? _at + 1 : _at;
            // A dictionary may end with "}}" too.
            if (depth == 0 && string.CompareOrdinal(_text, closing, close, 0, 2) == 0)
            {
                Add(open == TokenKind.OpenOutput ? TokenKind.CloseOutput : TokenKind.CloseBlock, "");
                Skip(closing + 2);
                AfterClosing(sign, open == TokenKind.OpenOutput);
                return;
            }
            if (sign is '(' or '[' or '{') depth++;
            if (sign is ')' or ']' or '}') depth--;
            ReadWord();
        }
    }

    private void AfterClosing(char sign, bool isOutput)
    {
        _lineStarts = false;
        if (sign == '-')
        {
            var end = _at;
            while (end < _text.Length && char.IsWhiteSpace(_text[end])) end++;
            _lineStarts = end > _at && _text[end - 1] == '\n';
            Skip(end);
        }
        else if (sign != '+' && !isOutput && _at < _text.Length && _text[_at] == '\n')
        {
            Skip(_at + 1);
            _lineStarts = true;
        }
    }

    private void ReadWord()
    {
        var letter = _text[_at];
        if (letter is '\'' or '"')
        {
            ReadText(letter);
            return;
        }
        var end = _at;
        if (char.IsAsciiDigit(letter))
        {
            while (end < _text.Length && (char.IsAsciiDigit(_text[end]) || _text[end] == '_')) end++;
            var isFloat = end + 1 < _text.Length && _text[end] == '.' && char.IsAsciiDigit(_text[end + 1]);
            if (isFloat) end++;
            while (isFloat && end < _text.Length && char.IsAsciiDigit(_text[end])) end++;
            Add(isFloat ? TokenKind.Float : TokenKind.Integer, _text[_at..end].Replace("_", "", StringComparison.Ordinal));
        }
        else if (char.IsLetter(letter) || letter == '_')
        {
            while (end < _text.Length && (char.IsLetterOrDigit(_text[end]) || _text[end] == '_')) end++;
            Add(TokenKind.Name, _text[_at..end]);
        }
        else
        {
            var sign = Array.Find(Operators, candidate => string.CompareOrdinal(_text, _at, candidate, 0, candidate.Length) == 0) ?? throw Error("a sign is not understood");
            end = _at + sign.Length;
            Add(TokenKind.Operator, sign);
        }
        Skip(end);
    }

    private void ReadText(char quote)
    {
        var value = new StringBuilder();
        var at = _at + 1;
        for (; at < _text.Length && _text[at] != quote; at++)
        {
            if (_text[at] != '\\' || at + 1 >= _text.Length) value.Append(_text[at]);
            else value.Append(Escape(ref at));
        }
        if (at >= _text.Length) throw Error("a string is not closed");
        Add(TokenKind.Text, value.ToString());
        Skip(at + 1);
    }

    private string Escape(ref int at)
    {
        var letter = _text[++at];
        var digits = letter switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0)
        {
            return letter switch { 'n' => "\n", 't' => "\t", 'r' => "\r", 'b' => "\b", 'f' => "\f", '0' => "\0", '\n' => "", '\\' or '\'' or '"' => letter.ToString(), _ => "\\" + letter };
        }
        if (at + digits >= _text.Length || !int.TryParse(_text.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || !Rune.IsValid(code))
            throw Error("an escape in a string is not valid");
        at += digits;
        return new Rune(code).ToString();
    }

    private void Add(TokenKind kind, string text) => _tokens.Add(new TemplateToken(kind, text, _line));

    private void Skip(int to)
    {
        _line += _text.AsSpan(_at, to - _at).Count('\n');
        _at = to;
    }

    private TemplateException Error(string what) => new($"line {_line}: {what}");
}
