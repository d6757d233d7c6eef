namespace Cocoon.Inference.Chat.Jinja;

/// <summary>Jinja's tests, what follows "is".</summary>
internal static class Tests
{
    /// <summary>Null when there is no such test.</summary>
    public static Func<object?, CallArguments, bool>? Find(string name) => name switch
    {
        "defined" => static (value, _) => value is not Undefined,
        "undefined" => static (value, _) => value is Undefined,
        "none" => static (value, _) => value is null,
        "string" => static (value, _) => value is MarkedText,
        "number" => static (value, _) => value is long or double or bool,
        "integer" => static (value, _) => value is long,
        "float" => static (value, _) => value is double,
        "boolean" => static (value, _) => value is bool,
        "true" => static (value, _) => value is true,
        "false" => static (value, _) => value is false,
        "mapping" => static (value, _) => value is ValueMap,
        "sequence" => static (value, _) => value is List<object?> or MarkedText or ValueMap,
        "iterable" => static (value, _) => value is List<object?> or MarkedText or ValueMap or Undefined,
        "callable" => static (value, _) => value is Function,
        "odd" => static (value, _) => Values.Number(value) % 2 != 0,
        "even" => static (value, _) => Values.Number(value) % 2 == 0,
        "divisibleby" => static (value, call) => Values.Number(value) % Values.Number(call.Get(0, "num")) == 0,
        "equalto" or "eq" or "sameas" => static (value, call) => Values.AreEqual(value, call.Get(0, "other")),
        "ne" => static (value, call) => !Values.AreEqual(value, call.Get(0, "other")),
        "lt" or "lessthan" => static (value, call) => Operators.Order(value, call.Get(0, "other")) < 0,
        "le" => static (value, call) => Operators.Order(value, call.Get(0, "other")) <= 0,
        "gt" or "greaterthan" => static (value, call) => Operators.Order(value, call.Get(0, "other")) > 0,
        "ge" => static (value, call) => Operators.Order(value, call.Get(0, "other")) >= 0,
        "in" => static (value, call) => Operators.IsIn(value, call.Get(0, "seq")),
        "lower" => static (value, _) => value is MarkedText text && !text.Value.Any(char.IsUpper),
        "upper" => static (value, _) => value is MarkedText text && !text.Value.Any(char.IsLower),
        _ => null,
    };
}
