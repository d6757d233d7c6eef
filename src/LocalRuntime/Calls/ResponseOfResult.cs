namespace Orleans.Serialization.Invocation;

/// <summary>The outcome of a call that returns <typeparamref name="TResult"/>.</summary>
public sealed class Response<TResult> : Response
{
    public TResult? TypedResult { get; set; }

    public override object? Result
    {
        get => TypedResult;
        set => TypedResult = (TResult?)value;
    }

    public override Exception? Exception { get; set; }

    public override T GetResult<T>() => Exception is null && typeof(T) == typeof(TResult) ? (T)(object?)TypedResult! : base.GetResult<T>();
}
