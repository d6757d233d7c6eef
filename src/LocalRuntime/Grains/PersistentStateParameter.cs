using System.Reflection;
using Cocoon.LocalRuntime.State;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Grains;

/// <summary>A constructor parameter marked with <see cref="PersistentStateAttribute"/>.</summary>
internal sealed record PersistentStateParameter(Type ParameterType, Type StateType, IPersistentStateConfiguration Configuration, Type GrainClass)
{
    public static PersistentStateParameter? Of(ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is not { } attribute) return null;
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            throw new InvalidOperationException($"[PersistentState] on '{parameter.Name}' of {parameter.Member.DeclaringType?.FullName}: declare the parameter as IPersistentState<T>.");
        return new PersistentStateParameter(type, type.GetGenericArguments()[0], attribute, parameter.Member.DeclaringType!);
    }

    public object Create(IGrainContext context) => PersistentStateFactory.Create(StateType, context, Configuration, GrainClass);
}
