using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Cocoon.LocalRuntime.State;

/// <summary>Makes the records that grains get in their constructors and has them read before activation.</summary>
internal static class PersistentStateFactory
{
    private static readonly ConcurrentDictionary<Type, Func<IGrainContext, IPersistentStateConfiguration, Type, object>> Creators = new();

    public static object Create(Type stateType, IGrainContext context, IPersistentStateConfiguration configuration, Type grainClass) =>
        Creators.GetOrAdd(stateType, static type => typeof(PersistentStateFactory)
            .GetMethod(nameof(CreateTyped), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type)
            .CreateDelegate<Func<IGrainContext, IPersistentStateConfiguration, Type, object>>())(context, configuration, grainClass);

    /// <exception cref="BadProviderConfigException">No storage of that name is registered.</exception>
    public static IGrainStorage StorageOf(IServiceProvider services, string? name, Type grainClass)
    {
        var storage = name is null ? services.GetService<IGrainStorage>() : services.GetKeyedService<IGrainStorage>(name);
        return storage ?? throw new BadProviderConfigException(name is null
            ? $"{grainClass.FullName} uses the default storage and none is registered. Add one named \"Default\"."
            : $"{grainClass.FullName} uses the storage \"{name}\" and none of that name is registered. Add it with AddSqliteGrainStorage(\"{name}\") or AddMemoryGrainStorage(\"{name}\").");
    }

    /// <summary>An empty state, made without constructor where there is none without parameters, as in Orleans.</summary>
    public static TState NewState<TState>() =>
        typeof(TState).IsValueType ? default!
        : typeof(TState).GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance<TState>()
        : (TState)RuntimeHelpers.GetUninitializedObject(typeof(TState));

    private static PersistentState<TState> CreateTyped<TState>(IGrainContext context, IPersistentStateConfiguration configuration, Type grainClass)
    {
        var state = new PersistentState<TState>(context, configuration.StateName, StorageOf(context.ActivationServices, configuration.StorageName, grainClass));
        context.ObservableLifecycle.Subscribe(configuration.StateName, GrainLifecycleStage.SetupState, state);
        return state;
    }
}
