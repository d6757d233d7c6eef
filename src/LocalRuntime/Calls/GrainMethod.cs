using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Cocoon.LocalRuntime.Copying;
using Orleans;
using Orleans.CodeGeneration;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Calls;

/// <summary>
/// All that is known about one method of a grain interface, found out once: its options, how to copy its arguments and how to
/// call it. The subclasses differ by return type.
/// </summary>
internal abstract class GrainMethod
{
    private static readonly ConcurrentDictionary<MethodInfo, GrainMethod> Known = new();

    private readonly Type?[] _copied;
    private readonly Func<object, object?[], object?> _invoker;

    protected GrainMethod(MethodInfo method)
    {
        InterfaceMethod = method;
        InterfaceType = method.DeclaringType!;
        InterfaceName = InterfaceType.FullName!.Replace('+', '.');
        Name = method.IsGenericMethod ? $"{method.Name}<{string.Join(", ", method.GetGenericMethodDefinition().GetGenericArguments().Select(a => a.Name))}>" : method.Name;
        Title = $"{InterfaceType.Name}.{Name}";
        IsExtension = typeof(IGrainExtension).IsAssignableFrom(InterfaceType);
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        Options = OptionsOf(method);
        var parameters = method.GetParameters();
        CancellationTokenIndex = Array.FindIndex(parameters, p => p.ParameterType == typeof(CancellationToken));
        _copied = Array.ConvertAll(parameters, p => p.IsDefined(typeof(ImmutableAttribute)) || DeepCopier.IsImmutable(p.ParameterType) ? null : p.ParameterType);
        _invoker = CompileInvoker(method, parameters);
    }

    public MethodInfo InterfaceMethod { get; }

    public Type InterfaceType { get; }

    public string InterfaceName { get; }

    /// <summary>The name as filters see it; that of a generic method ends in its type parameters, as in Orleans: "MoveNext&lt;T&gt;".</summary>
    public string Name { get; }

    /// <summary>Interface and method, for people.</summary>
    public string Title { get; }

    public InvokeMethodOptions Options { get; }

    public TimeSpan? ResponseTimeout { get; }

    /// <summary>Position of the CancellationToken among the arguments, or -1.</summary>
    public int CancellationTokenIndex { get; }

    /// <summary>The method belongs to an interface that the runtime adds to activations.</summary>
    public bool IsExtension { get; }

    /// <exception cref="NotSupportedException">The method cannot be a grain method; the message says why.</exception>
    public static GrainMethod Of(MethodInfo method) => Known.TryGetValue(method, out var known) ? known : Known.GetOrAdd(method, Create);

    /// <summary>Calls the method through a reference and returns what the proxy returns to the caller.</summary>
    public abstract object? Start(GrainReference reference, object?[] arguments);

    /// <summary>Calls the method on a grain and waits for it.</summary>
    public abstract ValueTask<Response> Invoke(object target, object?[] arguments);

    protected object? Run(object target, object?[] arguments) => _invoker(target, arguments);

    /// <summary>Copies what callee and caller could otherwise both change.</summary>
    protected object?[] CopyArguments(object?[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
            if (_copied[i] is { } type) arguments[i] = DeepCopier.Copy(arguments[i], type);
        return arguments;
    }

    private static GrainMethod Create(MethodInfo method)
    {
        var returns = method.ReturnType;
        if (method.GetParameters().Any(p => p.ParameterType.IsByRef)) throw Unsupported(method, "it has a ref or out parameter");
        if (returns == typeof(Task)) return new TaskMethod(method);
        if (returns == typeof(ValueTask)) return new ValueTaskMethod(method);
        if (returns == typeof(void)) return new VoidMethod(method);
        if (!returns.IsGenericType) throw Unsupported(method, $"it returns {returns.Name}");
        var generic = returns.GetGenericTypeDefinition();
        var kind = generic == typeof(Task<>) ? typeof(TaskMethod<>)
            : generic == typeof(ValueTask<>) ? typeof(ValueTaskMethod<>)
            : generic == typeof(IAsyncEnumerable<>) ? typeof(AsyncEnumerableMethod<>)
            : throw Unsupported(method, $"it returns {returns.Name}");
        return (GrainMethod)Activator.CreateInstance(kind.MakeGenericType(returns.GetGenericArguments()), method)!;
    }

    private static NotSupportedException Unsupported(MethodInfo method, string why) => new(
        $"'{method.DeclaringType?.FullName}.{method.Name}' cannot be a grain method: {why}. Return Task, ValueTask or IAsyncEnumerable.");

    private static InvokeMethodOptions OptionsOf(MethodInfo method) =>
        (method.IsDefined(typeof(OneWayAttribute)) || method.ReturnType == typeof(void) ? InvokeMethodOptions.OneWay : 0)
        | (method.IsDefined(typeof(ReadOnlyAttribute)) ? InvokeMethodOptions.ReadOnly : 0)
        | (method.IsDefined(typeof(AlwaysInterleaveAttribute)) ? InvokeMethodOptions.AlwaysInterleave : 0);

    private static Func<object, object?[], object?> CompileInvoker(MethodInfo method, ParameterInfo[] parameters)
    {
        var target = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        var values = parameters.Select((p, i) => Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), p.ParameterType));
        Expression call = Expression.Call(Expression.Convert(target, method.DeclaringType!), method, values);
        var body = method.ReturnType == typeof(void) ? Expression.Block(call, Expression.Constant(null)) : (Expression)Expression.Convert(call, typeof(object));
        return Expression.Lambda<Func<object, object?[], object?>>(body, target, arguments).Compile();
    }
}
