namespace Cocoon.Inference.Chat.Jinja;

/// <summary>What follows a value: attributes, items, calls, filters, tests.</summary>
internal sealed partial class ExpressionParser
{
    private Expression Attribute(Expression of)
    {
        // "list.0" is an item, as "list[0]" is.
        if (tokens.Current.Kind == TokenKind.Integer && long.TryParse(tokens.Take().Text, out var at)) return frame => Access.Item(of(frame), at);
        var name = tokens.Expect(TokenKind.Name);
        return frame => Access.Attribute(of(frame), name);
    }

    private Expression Subscript(Expression of)
    {
        Expression? Part() => tokens.IsOperator(":") || tokens.IsOperator("]") ? null : Read();
        var start = Part();
        if (!tokens.TryOperator(":"))
        {
            tokens.ExpectOperator("]");
            return start is null ? throw tokens.Unexpected() : frame => Access.Item(of(frame), start(frame));
        }
        var end = Part();
        var step = tokens.TryOperator(":") ? Part() : null;
        tokens.ExpectOperator("]");
        return frame => Access.Slice(of(frame), start?.Invoke(frame), end?.Invoke(frame), step?.Invoke(frame));
    }

    private Expression Call(Expression function)
    {
        var arguments = Arguments();
        return frame =>
        {
            frame.Budget.Step();
            return function(frame) is Function call ? call(arguments(frame)) : throw new TemplateException("The chat template calls something that is no function.");
        };
    }

    private Func<Frame, CallArguments> Arguments()
    {
        tokens.ExpectOperator("(");
        List<Expression> positional = [];
        List<(string Name, Expression Value)> named = [];
        while (!tokens.TryOperator(")"))
        {
            if (tokens.Current.Kind == TokenKind.Name && tokens.Next is { Kind: TokenKind.Operator, Text: "=" })
            {
                var name = tokens.Take().Text;
                tokens.Take();
                named.Add((name, Read()));
            }
            else
            {
                positional.Add(Read());
            }
            if (!tokens.TryOperator(",") && !tokens.IsOperator(")")) throw tokens.Unexpected();
        }
        return frame => new CallArguments(frame, positional.ConvertAll(item => item(frame)), named.ToDictionary(item => item.Name, item => item.Value(frame)));
    }

    private Expression Filter(Expression value)
    {
        var name = tokens.Expect(TokenKind.Name);
        var filter = Filters.Find(name) ?? throw tokens.Error($"the filter '{name}' is not supported");
        var arguments = tokens.IsOperator("(") ? Arguments() : static frame => new CallArguments(frame, [], new Dictionary<string, object?>());
        return frame =>
        {
            frame.Budget.Step();
            return filter(value(frame), arguments(frame));
        };
    }

    private Expression Test(Expression value)
    {
        var negated = tokens.TryName("not");
        var name = tokens.Expect(TokenKind.Name);
        var test = Tests.Find(name) ?? throw tokens.Error($"the test '{name}' is not supported");
        Func<Frame, CallArguments> arguments = static frame => new CallArguments(frame, [], new Dictionary<string, object?>());
        if (tokens.IsOperator("(")) arguments = Arguments();
        else if (StartsArgument())
        {
            var argument = ReadPostfix(ReadPrimary());
            arguments = frame => new CallArguments(frame, [argument(frame)], new Dictionary<string, object?>());
        }
        return frame =>
        {
            frame.Budget.Step();
            return test(value(frame), arguments(frame)) != negated;
        };
    }

    private bool StartsArgument() => tokens.Current.Kind switch
    {
        TokenKind.Text or TokenKind.Integer or TokenKind.Float => true,
        TokenKind.Name => tokens.Current.Text is not ("and" or "or" or "else" or "if" or "is" or "in" or "not"),
        TokenKind.Operator => tokens.Current.Text is "[" or "{",
        _ => false,
    };
}
