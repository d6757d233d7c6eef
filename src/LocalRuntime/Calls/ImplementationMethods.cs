using System.Collections.Concurrent;
using System.Reflection;

namespace Cocoon.LocalRuntime.Calls;

/// <summary>Finds the class method behind an interface method, for call filters. Thread-safe.</summary>
internal static class ImplementationMethods
{
    private static readonly ConcurrentDictionary<(Type Class, MethodInfo Method), MethodInfo> Known = new();

    public static MethodInfo Find(Type type, MethodInfo interfaceMethod) =>
        Known.GetOrAdd((type, interfaceMethod), static key => Search(key.Class, key.Method));

    private static MethodInfo Search(Type type, MethodInfo method)
    {
        var definition = method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;
        if (!method.DeclaringType!.IsAssignableFrom(type)) return method;
        var map = type.GetInterfaceMap(method.DeclaringType);
        var found = map.TargetMethods[Array.IndexOf(map.InterfaceMethods, definition)];
        return found.IsGenericMethodDefinition ? found.MakeGenericMethod(method.GetGenericArguments()) : found;
    }
}
