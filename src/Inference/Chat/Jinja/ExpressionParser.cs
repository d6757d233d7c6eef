using System.Globalization;

namespace Cocoon.Inference.Chat.Jinja;

/// <summary>Reads expressions, by Jinja's precedence.</summary>
internal sealed partial class ExpressionParser(TokenReader tokens)
{
    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];

    /// <summary>Any expression, with "a if b else c".</summary>
    public Expression Read() => tokens.Nested(ReadConditional);

    /// <summary>Several expressions with commas are one list, as in Python's tuples.</summary>
    public Expression ReadTuple()
    {
        var first = Read();
        if (!tokens.IsOperator(",")) return first;
        List<Expression> items = [first];
        while (tokens.TryOperator(",") && tokens.Current.Kind is not (TokenKind.CloseBlock or TokenKind.CloseOutput)) items.Add(Read());
        return frame => items.ConvertAll(item => item(frame));
    }

    /// <summary>An expression in which "if" is not part of it, as in a loop's head.</summary>
    public Expression ReadWithoutCondition() => tokens.Nested(ReadOr);

    /// <summary>The filters that follow a value.</summary>
    public Expression ReadFilters(Expression value)
    {
        while (true)
        {
            if (tokens.TryOperator("|")) value = Filter(value);
            else if (tokens.TryName("is")) value = Test(value);
            else if (tokens.IsOperator("(")) value = Call(value);
            else return value;
        }
    }

    private Expression ReadConditional()
    {
        var value = ReadOr();
        while (tokens.TryName("if"))
        {
            var (then, condition) = (value, ReadOr());
            var otherwise = tokens.TryName("else") ? Read() : static _ => Undefined.Value;
            value = frame => Values.IsTrue(condition(frame)) ? then(frame) : otherwise(frame);
        }
        return value;
    }

    private Expression ReadOr()
    {
        var left = ReadAnd();
        while (tokens.TryName("or"))
        {
            var (first, second) = (left, ReadAnd());
            left = frame => first(frame) is var value && Values.IsTrue(value) ? value : second(frame);
        }
        return left;
    }

    private Expression ReadAnd()
    {
        var left = ReadNot();
        while (tokens.TryName("and"))
        {
            var (first, second) = (left, ReadNot());
            left = frame => first(frame) is var value && Values.IsTrue(value) ? second(frame) : value;
        }
        return left;
    }

    private Expression ReadNot()
    {
        if (!tokens.TryName("not")) return ReadComparison();
        var value = tokens.Nested(ReadNot);
        return frame => !Values.IsTrue(value(frame));
    }

    private Expression ReadComparison()
    {
        var left = ReadSum();
        Expression? chain = null;
        while (TakeComparison() is { } sign)
        {
            var (first, second) = (left, ReadSum());
            Expression link = frame =>
            {
                frame.Budget.Step();
                return Operators.Compare(sign, first(frame), second(frame));
            };
            var before = chain;
            chain = before is null ? link : frame => Values.IsTrue(before(frame)) ? link(frame) : false;
            left = second;
        }
        return chain ?? left;
    }

    private string? TakeComparison()
    {
        if (tokens.Current.Kind == TokenKind.Operator && Comparisons.Contains(tokens.Current.Text)) return tokens.Take().Text;
        if (tokens.TryName("in")) return "in";
        if (!tokens.IsName("not") || tokens.Next is not { Kind: TokenKind.Name, Text: "in" }) return null;
        tokens.Take();
        tokens.Take();
        return "not in";
    }

    private Expression ReadSum() => Binary(() => Binary(() => Binary(ReadUnary, "*", "/", "//", "%"), "~"), "+", "-");

    private Expression Binary(Func<Expression> operand, params string[] signs)
    {
        var left = operand();
        while (tokens.Current.Kind == TokenKind.Operator && signs.Contains(tokens.Current.Text))
        {
            var (first, sign, second) = (left, tokens.Take().Text, operand());
            left = frame =>
            {
                frame.Budget.Step();
                return Operators.Apply(sign, first(frame), second(frame), frame.Budget);
            };
        }
        return left;
    }

    private Expression ReadUnary() => ReadFilters(ReadSigned());

    /// <summary>A sign binds closer than a filter.</summary>
    private Expression ReadSigned()
    {
        if (tokens.TryOperator("+")) return tokens.Nested(ReadSigned);
        if (!tokens.TryOperator("-")) return ReadPostfix(ReadPrimary());
        var value = tokens.Nested(ReadSigned);
        return frame => Operators.Apply("-", 0L, value(frame), frame.Budget);
    }

    private Expression ReadPrimary()
    {
        var token = tokens.Take();
        switch (token.Kind)
        {
            case TokenKind.Text:
                var text = token.Text;
                while (tokens.Current.Kind == TokenKind.Text) text += tokens.Take().Text;
                var literal = MarkedText.Of(text, isTrusted: true);
                return _ => literal;
            case TokenKind.Integer when long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var integer):
                return _ => integer;
            case TokenKind.Float:
                var number = double.Parse(token.Text, CultureInfo.InvariantCulture);
                return _ => number;
            case TokenKind.Name:
                return Name(token.Text);
            case TokenKind.Operator when token.Text == "(":
                if (tokens.TryOperator(")")) return _ => new List<object?>();
                var value = ReadGroup();
                tokens.ExpectOperator(")");
                return value;
            case TokenKind.Operator when token.Text == "[":
                var items = Items("]");
                return frame => items.ConvertAll(item => item(frame));
            case TokenKind.Operator when token.Text == "{":
                return Map();
            default:
                throw tokens.Error("a value is expected");
        }
    }

    private Expression ReadGroup()
    {
        var first = Read();
        if (!tokens.TryOperator(",")) return first;
        List<Expression> items = [first];
        while (!tokens.IsOperator(")"))
        {
            items.Add(Read());
            if (!tokens.TryOperator(",")) break;
        }
        return frame => items.ConvertAll(item => item(frame));
    }

    private static Expression Name(string name) => name switch
    {
        "true" or "True" => static _ => true,
        "false" or "False" => static _ => false,
        "none" or "None" => static _ => null,
        _ => frame =>
        {
            frame.Budget.Step();
            return frame[name] is var value and not Undefined ? value : Functions.Find(name) ?? (object)Undefined.Value;
        },
    };

    private Expression Map()
    {
        List<(Expression Name, Expression Value)> entries = [];
        while (!tokens.TryOperator("}"))
        {
            var name = Read();
            tokens.ExpectOperator(":");
            entries.Add((name, Read()));
            if (!tokens.TryOperator(",") && !tokens.IsOperator("}")) throw tokens.Unexpected();
        }
        return frame =>
        {
            List<(MarkedText Name, object? Value)> values = entries.ConvertAll(entry => (entry.Name(frame) as MarkedText ?? throw new TemplateException("A dictionary's name is no text."), entry.Value(frame)));
            var map = new ValueMap(values.TrueForAll(entry => !entry.Name.Marks.Contains(MarkedText.Untrusted)));
            foreach (var (name, value) in values) map.Add(name.Value, value);
            return map;
        };
    }

    private List<Expression> Items(string close)
    {
        List<Expression> items = [];
        while (!tokens.TryOperator(close))
        {
            items.Add(Read());
            if (!tokens.TryOperator(",") && !tokens.IsOperator(close)) throw tokens.Unexpected();
        }
        return items;
    }

    private Expression ReadPostfix(Expression value)
    {
        while (true)
        {
            var of = value;
            if (tokens.TryOperator("."))
            {
                value = Attribute(of);
            }
            else if (tokens.TryOperator("[")) value = Subscript(of);
            else if (tokens.IsOperator("(")) value = Call(of);
            else return value;
        }
    }
}
