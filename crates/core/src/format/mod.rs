//! Values into bytes, bytes into views.
