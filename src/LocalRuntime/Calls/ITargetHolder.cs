namespace Orleans.Serialization.Invocation;

/// <summary>Holds the object that a call runs on.</summary>
public interface ITargetHolder
{
    /// <summary>The grain object.</summary>
    object? GetTarget();

    /// <summary>An attached component, such as a grain extension.</summary>
    object? GetComponent(Type componentType);
}
