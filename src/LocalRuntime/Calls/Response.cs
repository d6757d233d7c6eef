using System.Runtime.ExceptionServices;

namespace Orleans.Serialization.Invocation;

/// <summary>The outcome of a call: a result, nothing, or an exception.</summary>
public abstract class Response : IDisposable
{
    public static Response Completed { get; } = new Response<object>();

    public abstract object? Result { get; set; }

    public abstract Exception? Exception { get; set; }

    public static Response FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new Response<object> { Exception = exception };
    }

    public static Response FromResult<TResult>(TResult value) => new Response<TResult> { TypedResult = value };

    /// <summary>The result; throws the exception if the call failed.</summary>
    public virtual T GetResult<T>()
    {
        if (Exception is { } exception) ExceptionDispatchInfo.Throw(exception);
        return Result is null ? default! : (T)Result;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    public override string ToString() => Exception?.ToString() ?? Result?.ToString() ?? "[null]";

    protected virtual void Dispose(bool disposing)
    {
    }
}
