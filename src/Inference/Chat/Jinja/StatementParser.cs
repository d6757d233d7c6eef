namespace Cocoon.Inference.Chat.Jinja;

/// <summary>Reads what a template consists of: text, values that are written, and statements.</summary>
internal sealed class StatementParser
{
    private readonly TokenReader _tokens;
    private readonly ExpressionParser _expressions;

    public StatementParser(List<TemplateToken> tokens)
    {
        _tokens = new TokenReader(tokens);
        _expressions = new ExpressionParser(_tokens);
    }

    /// <exception cref="TemplateException">Something is not understood, or not supported.</exception>
    public Statement ReadAll()
    {
        var all = ReadUntil();
        return _tokens.Current.Kind == TokenKind.End ? all : throw _tokens.Unexpected();
    }

    /// <summary>Statements up to one of these names, which is left to be read.</summary>
    private Statement ReadUntil(params string[] ends)
    {
        var statements = new List<Statement>();
        while (_tokens.Current.Kind != TokenKind.End)
        {
            if (_tokens.Current.Kind == TokenKind.OpenBlock && _tokens.Next.Kind == TokenKind.Name && ends.Contains(_tokens.Next.Text))
            {
                _tokens.Take();
                break;
            }
            statements.Add(ReadOne());
        }
        if (ends.Length > 0 && _tokens.Current.Kind == TokenKind.End) throw _tokens.Error($"'{ends[^1]}' is missing");
        return frame =>
        {
            foreach (var statement in statements)
            {
                frame.Budget.Step();
                if (statement(frame) is var flow and not Flow.Next) return flow;
            }
            return Flow.Next;
        };
    }

    private Statement ReadOne()
    {
        var token = _tokens.Take();
        if (token.Kind == TokenKind.Data)
        {
            var text = MarkedText.Of(token.Text, isTrusted: true);
            return Plain(frame => frame.Write(text));
        }
        if (token.Kind == TokenKind.OpenOutput)
        {
            var value = _expressions.ReadTuple();
            _tokens.Expect(TokenKind.CloseOutput);
            return Plain(frame => frame.Write(Values.ToText(value(frame))));
        }
        return token.Kind == TokenKind.OpenBlock ? _tokens.Nested(ReadStatement) : throw _tokens.Unexpected();
    }

    private Statement ReadStatement()
    {
        var name = _tokens.Expect(TokenKind.Name);
        return name switch
        {
            "for" => ReadFor(),
            "if" => ReadIf(),
            "set" => ReadSet(),
            "macro" => ReadMacro(),
            // It marks what a model is trained on, and writes what is in it.
            "generation" => ReadBlock("endgeneration"),
            "do" => ReadDo(),
            "break" => ReadFlow(Flow.Break),
            "continue" => ReadFlow(Flow.Continue),
            _ => throw _tokens.Error($"the statement '{name}' is not supported"),
        };
    }

    private Statement ReadFor()
    {
        var targets = Names();
        _tokens.ExpectName("in");
        var items = _expressions.ReadWithoutCondition();
        var condition = _tokens.TryName("if") ? _expressions.ReadWithoutCondition() : null;
        if (_tokens.IsName("recursive")) throw _tokens.Error("a recursive loop is not supported");
        var body = CloseAndRead("else", "endfor");
        var otherwise = _tokens.TryName("else") ? CloseAndRead("endfor") : null;
        Close("endfor");
        return new Loop(targets, items, condition, body, otherwise).Run;
    }

    private Statement ReadIf()
    {
        var condition = _expressions.ReadTuple();
        var then = CloseAndRead("elif", "else", "endif");
        Statement? otherwise = null;
        if (_tokens.TryName("elif")) otherwise = _tokens.Nested(ReadIf);
        else
        {
            if (_tokens.TryName("else")) otherwise = CloseAndRead("endif");
            Close("endif");
        }
        return frame => Values.IsTrue(condition(frame)) ? then(frame) : otherwise?.Invoke(frame) ?? Flow.Next;
    }

    private Statement ReadSet()
    {
        var names = Names();
        if (names is [var space] && _tokens.TryOperator("."))
        {
            var attribute = _tokens.Expect(TokenKind.Name);
            var set = ReadValue();
            return Plain(frame => (frame[space] as ValueMap ?? throw new TemplateException($"'{space}' is no namespace."))[attribute] = set(frame));
        }
        var value = ReadValue();
        return Plain(frame => Loop.Assign(frame, names, value(frame)));
    }

    /// <summary>What follows "=", or the output of the block up to endset.</summary>
    private Expression ReadValue()
    {
        if (_tokens.TryOperator("="))
        {
            var value = _expressions.ReadTuple();
            _tokens.Expect(TokenKind.CloseBlock);
            return value;
        }
        return ReadOutput("endset");
    }

    private Expression ReadOutput(string end)
    {
        var body = CloseAndRead(end);
        Close(end);
        return frame =>
        {
            var aside = frame.Aside();
            body(aside);
            return aside.Budget.Join(aside.Output);
        };
    }

    private Statement ReadMacro()
    {
        var name = _tokens.Expect(TokenKind.Name);
        List<(string Name, Expression? Default)> parameters = [];
        _tokens.ExpectOperator("(");
        while (!_tokens.TryOperator(")"))
        {
            var parameter = _tokens.Expect(TokenKind.Name);
            parameters.Add((parameter, _tokens.TryOperator("=") ? _expressions.Read() : null));
            if (!_tokens.TryOperator(",") && !_tokens.IsOperator(")")) throw _tokens.Unexpected();
        }
        var body = CloseAndRead("endmacro");
        Close("endmacro");
        return Plain(frame => frame[name] = (Function)(arguments =>
        {
            var inner = frame.Aside();
            for (var place = 0; place < parameters.Count; place++)
            {
                var (parameter, otherwise) = parameters[place];
                inner[parameter] = arguments.Has(place, parameter) ? arguments.Get(place, parameter) : otherwise is null ? Undefined.Value : otherwise(inner);
            }
            body(inner);
            return inner.Budget.Join(inner.Output);
        }));
    }

    private Statement ReadBlock(string end)
    {
        var body = CloseAndRead(end);
        Close(end);
        return body;
    }

    private Statement ReadDo()
    {
        var value = _expressions.ReadTuple();
        _tokens.Expect(TokenKind.CloseBlock);
        return Plain(frame => value(frame));
    }

    private Statement ReadFlow(Flow flow)
    {
        _tokens.Expect(TokenKind.CloseBlock);
        return _ => flow;
    }

    private List<string> Names()
    {
        var inBrackets = _tokens.TryOperator("(");
        List<string> names = [_tokens.Expect(TokenKind.Name)];
        while (_tokens.TryOperator(",")) names.Add(_tokens.Expect(TokenKind.Name));
        if (inBrackets) _tokens.ExpectOperator(")");
        return names;
    }

    private Statement CloseAndRead(params string[] ends)
    {
        _tokens.Expect(TokenKind.CloseBlock);
        return ReadUntil(ends);
    }

    private void Close(string name)
    {
        _tokens.ExpectName(name);
        _tokens.Expect(TokenKind.CloseBlock);
    }

    private static Statement Plain(Action<Frame> act) => frame =>
    {
        act(frame);
        return Flow.Next;
    };
}
